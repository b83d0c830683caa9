import { lazy } from '../../core/lazy.js';
import type { Collection } from '../../core/sandbox-definition.js';

/**
 * What a merchant of PayIn/PayOut's sandbox holds at first; all of it is the sandbox's own. The balance
 * is the three deposits that were paid, less the two withdrawals, on top of 209849.22.
 */
export const collections = lazy(() => [
  {
    name: 'balance',
    key: 'id',
    initial: [{ id: 'main', balance: '250000.00', currency: 'INR' }],
    source: 'vk',
  },
  {
    name: 'payins',
    key: 'id',
    initial: [
      {
        id: 'in_4c1d2b7a90e3',
        type: 'PayIn',
        status: 'completed',
        amount: '12500.00',
        currency: 'INR',
        orderId: 'INV-2025-0041',
        createdAt: '2025-12-29T09:14:07.000Z',
        updatedAt: '2025-12-29T09:14:52.000Z',
      },
      {
        id: 'in_8f60a3d9c512',
        type: 'PayIn',
        status: 'completed',
        amount: '36000.75',
        currency: 'INR',
        orderId: 'INV-2025-0042',
        createdAt: '2025-12-30T11:40:31.000Z',
        updatedAt: '2025-12-30T11:42:10.000Z',
      },
      {
        id: 'in_b27e5149fd08',
        type: 'PayIn',
        status: 'declined',
        amount: '499.01',
        currency: 'INR',
        orderId: 'INV-2025-0043',
        createdAt: '2025-12-30T16:02:19.000Z',
        updatedAt: '2025-12-30T16:02:44.000Z',
      },
      {
        id: 'in_d90c6e81b7f4',
        type: 'PayIn',
        status: 'completed',
        amount: '750.03',
        currency: 'INR',
        orderId: 'INV-2025-0044',
        createdAt: '2025-12-31T08:27:55.000Z',
        updatedAt: '2025-12-31T08:28:36.000Z',
      },
    ],
    source: 'vk',
  },
  {
    name: 'payouts',
    key: 'id',
    initial: [
      {
        id: 'out_61b8d0e4f37a',
        type: 'PayOut',
        status: 'completed',
        amount: '9000.00',
        currency: 'INR',
        orderId: 'SAL-2025-12',
        createdAt: '2025-12-31T10:00:00.000Z',
        updatedAt: '2025-12-31T10:03:21.000Z',
      },
      {
        id: 'out_a3f95c27e60d',
        type: 'PayOut',
        status: 'completed',
        amount: '100.00',
        currency: 'INR',
        createdAt: '2025-12-31T12:30:00.000Z',
        updatedAt: '2025-12-31T12:31:08.000Z',
      },
    ],
    source: 'vk',
  },
  {
    name: 'disputes',
    key: 'id',
    initial: [
      {
        id: 'dsp_7e02b4c8a19f',
        status: 'open',
        payInId: 'in_d90c6e81b7f4',
        amount: '750.03',
        currency: 'INR',
        reason: 'unrecognised_payment',
        createdAt: '2026-01-01T07:45:12.000Z',
        updatedAt: '2026-01-01T07:45:12.000Z',
      },
    ],
    source: 'vk',
  },
]) satisfies () => readonly Collection[];

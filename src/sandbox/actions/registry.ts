import type { Action } from '../action.js';
import { createCampaign, listCampaigns, readCampaign } from './kamiokash/campaigns.js';
import { createMember, listMembers, readMember } from './kamiokash/members.js';
import { createOrder, listOrders, readOrder } from './kamiokash/orders.js';
import { listRewards, readReward } from './kamiokash/rewards.js';
import { createTransaction, listTransactions, readTransaction } from './kamiokash/transactions.js';
import { redeemVoucher } from './kamiokash/vouchers.js';
import { createWallet, listWallets, readWallet } from './kamiokash/wallets.js';
import { readBalance } from './payinout/balance.js';
import { completeDeposit, createDeposit, listDeposits, readDeposit } from './payinout/deposits.js';
import { acceptDispute, contestDispute, listDisputes, readDispute } from './payinout/disputes.js';
import { readStatistics } from './payinout/statistics.js';
import {
  completeWithdrawal,
  createWithdrawal,
  listWithdrawals,
  readWithdrawal,
} from './payinout/withdrawals.js';
import { balance, charge, transactions } from './vistarkriya.js';

/** All actions by the name that a provider's routes give them. */
export const actions: ReadonlyMap<string, Action> = new Map(
  Object.entries<Action>({
    'vistarkriya.balance': balance,
    'vistarkriya.transactions': transactions,
    'vistarkriya.charge': charge,
    'kamiokash.createMember': createMember,
    'kamiokash.readMember': readMember,
    'kamiokash.listMembers': listMembers,
    'kamiokash.createWallet': createWallet,
    'kamiokash.readWallet': readWallet,
    'kamiokash.listWallets': listWallets,
    'kamiokash.createOrder': createOrder,
    'kamiokash.readOrder': readOrder,
    'kamiokash.listOrders': listOrders,
    'kamiokash.redeemVoucher': redeemVoucher,
    'kamiokash.createTransaction': createTransaction,
    'kamiokash.readTransaction': readTransaction,
    'kamiokash.listTransactions': listTransactions,
    'kamiokash.readReward': readReward,
    'kamiokash.listRewards': listRewards,
    'kamiokash.createCampaign': createCampaign,
    'kamiokash.readCampaign': readCampaign,
    'kamiokash.listCampaigns': listCampaigns,
    'payinout.createDeposit': createDeposit,
    'payinout.readDeposit': readDeposit,
    'payinout.listDeposits': listDeposits,
    'payinout.completeDeposit': completeDeposit,
    'payinout.createWithdrawal': createWithdrawal,
    'payinout.readWithdrawal': readWithdrawal,
    'payinout.listWithdrawals': listWithdrawals,
    'payinout.completeWithdrawal': completeWithdrawal,
    'payinout.readBalance': readBalance,
    'payinout.readStatistics': readStatistics,
    'payinout.listDisputes': listDisputes,
    'payinout.readDispute': readDispute,
    'payinout.acceptDispute': acceptDispute,
    'payinout.contestDispute': contestDispute,
  }),
);

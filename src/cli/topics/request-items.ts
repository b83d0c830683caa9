import type { Block } from '../topics.js';

export const requestItems: readonly Block[] = [
  { lines: ['vk call METHOD PATH [ITEM ...]', 'vk call METHOD PATH -d DATA'] },
  {
    text: 'The same words go to vk sign, explain, diagnose and call. What is signed is what is sent: path, query and body are never encoded or printed again on the way.',
  },
  {
    rows: [
      ['METHOD', 'GET, POST, PUT, PATCH, DELETE, or any other'],
      ['PATH', '/wallet/balance, wallet/balance, or with the base path; a query may follow'],
    ],
  },
  { text: 'Items make a compact JSON body, a query and headers, in the order given:' },
  {
    rows: [
      ['name=value', 'a JSON string: {"name":"value"}'],
      ['name:=json', 'a JSON value, spelled as you wrote it: amount:=10.50'],
      ['name==value', 'a query parameter'],
      ['Name:value', 'a header'],
      ['name=@file', 'a string that is read from a file'],
      ['name:=@file', 'JSON that is read from a file'],
      ['a[b][]=1', 'nested members: {"a":{"b":["1"]}}'],
      ['a\\=b=c', 'a backslash makes = and : part of the name'],
    ],
  },
  { text: 'Or the raw body, byte for byte, which no item may stand beside:' },
  {
    rows: [
      ['-d TEXT', 'these characters'],
      ['-d @FILE', 'the bytes of a file, its last newline included'],
      ['-d @-', 'the bytes of standard input'],
    ],
  },
  { text: 'A pasted request takes the place of all of it: --curl, --http or --har.' },
  { text: 'Examples:' },
  {
    lines: [
      'vk call POST /verify/pan pan=ABCDE1234F --sandbox',
      'vk sign GET /orders page==2 --provider kamiokash --sandbox',
      'vk sign POST /verify/pan -d \'{"pan": "ABCDE1234F"}\' --sandbox',
    ],
  },
];

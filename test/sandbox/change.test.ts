import { describe, expect, it } from 'vitest';
import { parseChange } from '../../src/sandbox/change.js';

describe('a change', () => {
  it.each<[json: string]>([
    ['["signatures","[\\"key\\",\\"ab\\"]","",1767312000000,601000]'],
    ['["answers","k","[\\"f\\",200,[]]\\n{}",-1.5,86400000]'],
    ['["events","","",0,0]'],
    ['["records","[\\"key\\",\\"wallet\\"]","main",{"balance":"15420.50","__proto__":"x"}]'],
    ['["records","c","",{}]'],
    ['["number",0]'],
    ['["number",9007199254740991]'],
  ])('%s', (json) => {
    expect(JSON.stringify(parseChange(JSON.parse(json)))).toBe(json);
  });

  it.each<[json: string]>([
    ['null'],
    ['{}'],
    ['"number"'],
    ['[]'],
    ['["other",1]'],
    ['[["number"],1]'],
    ['["number"]'],
    ['["number",-1]'],
    ['["number",1.5]'],
    ['["number","1"]'],
    ['["number",9007199254740992]'],
    ['["number",1,1]'],
    ['["signatures","k","",1]'],
    ['["signatures","k","",1,2,3]'],
    ['["signatures",1,"",1,2]'],
    ['["answers","k",null,1,2]'],
    ['["events","k","","1",2]'],
    ['["events","k","",1,null]'],
    ['["events","k","",1e400,2]'],
    ['["records","c","id"]'],
    ['["records","c","id",{},1]'],
    ['["records","c",1,{}]'],
    ['["records",1,"id",{}]'],
    ['["records","c","id",null]'],
    ['["records","c","id",["x"]]'],
    ['["records","c","id","x"]'],
    ['["records","c","id",{"balance":15420.5}]'],
    ['["records","c","id",{"nested":{}}]'],
  ])('%s is none', (json) => {
    expect(parseChange(JSON.parse(json))).toBeUndefined();
  });
});

/** Whether a method only reads (RFC 9110 §9.2.1). All others may cost money. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** What to bear in mind before a request goes out again that may have been done; starts with a space. */
export function repeatWarning(method: string): string {
  return isSafeMethod(method)
    ? ''
    : ` Before you repeat a ${method}, find out whether it was done.`;
}

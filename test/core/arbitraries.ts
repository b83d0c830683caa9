import * as fc from 'fast-check';

const ascii = fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code));
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
/** Accents in both forms, joiners, bidi overrides, byte order marks and what is past U+FFFF. */
const notable = ['é', 'e\u0301', '\u00a0', '\u0085', '₹', 'नेपाल', '\u200d', '\u202e', '\u2028'];
const other = fc.constantFrom(...notable, '\ufeff', '\uffff', '😀', '\u{10ffff}');

/** Well-formed text: mostly printable ASCII, with control characters and what is beyond ASCII. */
export const wellFormedText = fc.string({
  unit: fc.oneof({ arbitrary: printable, weight: 6 }, ascii, other),
});

/** Any UTF-16, lone surrogates included. */
export const anyText = fc.string({
  unit: fc.oneof(
    { arbitrary: printable, weight: 4 },
    ascii,
    other,
    fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff'),
  ),
});

// Puts texts into a zip file, as they are. A browser can shrink a file but not pack
// several, and a letter is small.
//
// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16

const UTF_8 = 0x0800;
const VERSION = 20;
// The first day that the format knows: the file tells nobody when it was made.
const DAY = 0x0021;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

const crc32 = (bytes) => ~bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8), -1) >>> 0;

// Numbers as the format writes them: pairs of a value and its length in bytes.
function numbers(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, length]) => sum + length, 0)));
  let at = 0;
  for (const [value, length] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += length;
  }
  return new Uint8Array(view.buffer);
}

// The zip file of `files`, texts by name, as bytes.
export function zip(files) {
  const encode = (text) => new TextEncoder().encode(text);
  const [entries, directory] = [[], []];
  let start = 0;
  for (const [name, text] of Object.entries(files)) {
    const [called, bytes] = [encode(name), encode(text)];
    const told = [
      [VERSION, 2], [UTF_8, 2], [0, 2], [0, 2], [DAY, 2],
      [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [called.length, 2], [0, 2],
    ];
    const entry = [numbers([0x04034b50, 4], ...told), called, bytes];
    directory.push(numbers([0x02014b50, 4], [VERSION, 2], ...told, [0, 2], [0, 2], [0, 2], [0, 4], [start, 4]), called);
    entries.push(...entry);
    start += lengthOf(entry);
  }
  const count = Object.keys(files).length;
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [lengthOf(directory), 4], [start, 4], [0, 2]);
  return joined([...entries, ...directory, end]);
}

const lengthOf = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

function joined(parts) {
  const whole = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

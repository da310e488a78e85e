// A name made from a name, as Python's uuid.uuid5 makes it (RFC 9562, 5.5). The
// browser's own SHA-1 is not there on a page of plain http or from a folder.

const BLOCK = 64;

const rotated = (word, bits) => (word << bits) | (word >>> (32 - bits));

export function uuid5(space, name) {
  const spaceBytes = space.replace(/-/g, "").match(/../g).map((pair) => parseInt(pair, 16));
  const bytes = sha1([...spaceBytes, ...new TextEncoder().encode(name)]).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const figures = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return figures.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// FIPS 180-4, for less than 512 megabytes.
function sha1(message) {
  const length = Math.ceil((message.length + 9) / BLOCK) * BLOCK;
  const padded = new DataView(new ArrayBuffer(length));
  [...message, 0x80].forEach((byte, place) => padded.setUint8(place, byte));
  padded.setUint32(length - 4, message.length * 8);
  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let start = 0; start < length; start += BLOCK) {
    const words = Array.from({ length: 16 }, (_, place) => padded.getUint32(start + place * 4));
    for (let t = 16; t < 80; t += 1) {
      words.push(rotated(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1));
    }
    let [a, b, c, d, e] = hash;
    words.forEach((word, t) => {
      const [mixed, constant] = round(Math.floor(t / 20), b, c, d);
      [a, b, c, d, e] = [(rotated(a, 5) + mixed + e + constant + word) | 0, a, rotated(b, 30), c, d];
    });
    [a, b, c, d, e].forEach((word, place) => {
      hash[place] = (hash[place] + word) | 0;
    });
  }
  return hash.flatMap((word) => [24, 16, 8, 0].map((bits) => (word >>> bits) & 0xff));
}

function round(number, b, c, d) {
  switch (number) {
    case 0:
      return [(b & c) | (~b & d), 0x5a827999];
    case 1:
      return [b ^ c ^ d, 0x6ed9eba1];
    case 2:
      return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
    default:
      return [b ^ c ^ d, 0xca62c1d6];
  }
}

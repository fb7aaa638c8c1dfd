import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from "node:crypto";

/** All that the product does with its one secret key. Purposes and associated data keep its uses apart. */
export interface Keyring {
  /** HMAC-SHA-256 (32 bytes) with a subkey of its own for each purpose. */
  hmac(purpose: string, text: string): Buffer;
  /** AES-256-GCM; the text can be decrypted only with the same `aad`, which says whose secret it is. */
  encrypt(plaintext: string | Buffer, aad: string): string;
  /** Throws when the text is damaged, belongs to another `aad`, or was made with another key. */
  decrypt(ciphertext: string, aad: string): Buffer;
}

const VERSION = "v1.";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives a keyring from the configured secret (at least 32 bytes); the secret itself encrypts nothing. */
export function createKeyring(secretKey: Buffer): Keyring {
  if (secretKey.length < 32) throw new Error("the secret key needs at least 32 bytes");
  const encryption = createSecretKey(deriveKey(secretKey, "encrypt/v1"));
  const macs = new Map<string, (text: string) => Buffer>();
  return {
    hmac(purpose, text) {
      const mac = macs.get(purpose) ?? createMac(deriveKey(secretKey, `hmac/${purpose}`));
      macs.set(purpose, mac);
      return mac(text);
    },
    encrypt: (plaintext, aad) => VERSION + sealWith(encryption, plaintext, aad).toString("base64url"),
    decrypt(ciphertext, aad) {
      if (!ciphertext.startsWith(VERSION)) throw new Error("unknown version of an encrypted text");
      return openWith(encryption, Buffer.from(ciphertext.slice(VERSION.length), "base64url"), aad);
    },
  };
}

/**
 * AES-256-GCM under a random nonce: nonce (12 bytes), ciphertext, tag (16 bytes). A `KeyObject` that is kept costs a
 * fifth of bytes that become one at every call.
 */
export function sealWith(key: KeyObject, plaintext: string | Buffer, aad: string): Buffer {
  const iv = nextNonce();
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(aad));
  const body = typeof plaintext === "string" ? cipher.update(plaintext, "utf8") : cipher.update(plaintext);
  return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()]);
}

/** Reverses `sealWith`; throws when anything does not fit. */
export function openWith(key: KeyObject, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error("an encrypted text is too short");
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(aad)).setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, end)), decipher.final()]);
}

/** Random bytes drawn for many nonces at once, each used once. */
const drawn = Buffer.alloc(IV_BYTES * 512);
let drawnAt = drawn.length;

function nextNonce(): Buffer {
  if (drawnAt === drawn.length) {
    randomFillSync(drawn);
    drawnAt = 0;
  }
  drawnAt += IV_BYTES;
  return Buffer.from(drawn.subarray(drawnAt - IV_BYTES, drawnAt));
}

function deriveKey(secretKey: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secretKey, Buffer.alloc(0), `dfras/${info}`, 32));
}

/**
 * HMAC-SHA-256 (RFC 2104) by two one-shot hashes: hundreds are needed for one batch of events, and `createHmac`
 * costs ten times as much for short texts. The key must be at most 64 bytes.
 */
export function createMac(key: Buffer): (text: string) => Buffer {
  const inner = Buffer.alloc(64, 0x36);
  const outer = Buffer.alloc(96, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  return (text) => {
    hash("sha256", Buffer.concat([inner, Buffer.from(text)]), "buffer").copy(outer, 64);
    return hash("sha256", outer, "buffer");
  };
}

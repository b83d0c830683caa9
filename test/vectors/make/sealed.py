"""Makes sealed.json without vk: hashlib's scrypt and the AES-GCM of the `cryptography` package.

    python3 test/vectors/make/sealed.py > test/vectors/sealed.json
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CASES = [
    ("text", b"correct horse battery staple", b'{"profiles":{}}', 0),
    ("nothing at all", b"p", b"", 1),
    ("bytes and a passphrase beyond ASCII", "π — Zürich".encode(), bytes(range(256)) * 3, 2),
]


def base(data):
    return base64.b64encode(data).decode()


def seal(passphrase, plaintext, salt, nonce):
    derived = hashlib.scrypt(
        passphrase, salt=salt, n=2**17, r=8, p=1, maxmem=2**29, dklen=48
    )
    header = json.dumps(
        {
            "purpose": "test 1",
            "kdf": "scrypt",
            "N": 2**17,
            "r": 8,
            "p": 1,
            "salt": base(salt),
            "check": base(derived[32:]),
            "cipher": "aes-256-gcm",
            "nonce": base(nonce),
        },
        separators=(",", ":"),
    )
    return header, base(AESGCM(derived[:32]).encrypt(nonce, plaintext, header.encode()))


vectors = []
for name, passphrase, plaintext, seed in CASES:
    salt = hashlib.sha256(b"salt %d" % seed).digest()[:16]
    nonce = hashlib.sha256(b"nonce %d" % seed).digest()[:12]
    header, ciphertext = seal(passphrase, plaintext, salt, nonce)
    vectors.append(
        {
            "name": name,
            "passphrase": base(passphrase),
            "plaintext": base(plaintext),
            "salt": base(salt),
            "nonce": base(nonce),
            "header": header,
            "ciphertext": ciphertext,
        }
    )
print(json.dumps({"vectors": vectors}, indent=2))

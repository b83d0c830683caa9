import { fstat, read } from 'node:fs';
import { open } from 'node:fs/promises';
import { stdin } from 'node:process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { ByteSource } from '../app/ports.js';
import { fileError } from './files.js';

const STDIN = 0;

/** Opens a file, or standard input for `-`. @throws VkError `file` */
export async function openSource(path: string): Promise<ByteSource> {
  if (path === '-' || path === '/dev/stdin') {
    const stats = await promisify(fstat)(STDIN);
    return stats.isFile()
      ? fromFile(STDIN, stats.size, path, () => Promise.resolve())
      : fromStream(stdin, path);
  }
  try {
    const handle = await open(path);
    const stats = await handle.stat();
    return stats.isFile() || stats.isDirectory()
      ? fromFile(handle.fd, stats.size, path, () => handle.close())
      : fromStream(handle.createReadStream(), path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

function fromFile(
  fd: number,
  size: number,
  path: string,
  release: () => Promise<void>,
): ByteSource {
  let closed: Promise<void> | undefined;
  let reading: Promise<unknown> = Promise.resolve();
  return {
    size,
    read: async (into) => {
      if (closed !== undefined) {
        return 0;
      }
      try {
        // Where the last read has ended, which for standard input need not be the beginning.
        const next = promisify(read)(fd, into, 0, into.length, null);
        reading = next.catch(() => undefined);
        return (await next).bytesRead;
      } catch (error) {
        throw fileError('read', path, error);
      }
    },
    close: async () => {
      closed ??= reading.then(release);
      await closed;
    },
  };
}

function fromStream(stream: Readable, path: string): ByteSource {
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  let isClosed = false;

  async function nextChunk(): Promise<Uint8Array> {
    try {
      const { value, done } = await chunks.next();
      return done === true ? new Uint8Array() : value;
    } catch (error) {
      // To end a stream that is being read is an error of its own.
      if (isClosed) {
        return new Uint8Array();
      }
      throw fileError('read', path, error);
    }
  }

  return {
    size: undefined,
    read: async (into) => {
      if (isClosed) {
        return 0;
      }
      const chunk = rest.length > 0 ? rest : await nextChunk();
      const taken = chunk.subarray(0, into.length);
      into.set(taken);
      rest = Uint8Array.from(chunk.subarray(taken.length));
      return taken.length;
    },
    close: async () => {
      isClosed = true;
      stream.destroy();
      await Promise.resolve();
    },
  };
}

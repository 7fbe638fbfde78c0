import { Errno } from '../../assembly/abi/errno';

/** Name and meaning of each error number. Source: xen/include/public/errno.h. */
const ERRORS = {
  [Errno.None]: { name: '0', meaning: 'success' },
  [Errno.EPERM]: { name: 'EPERM', meaning: 'not permitted' },
  [Errno.ENOENT]: { name: 'ENOENT', meaning: 'no such thing' },
  [Errno.ESRCH]: { name: 'ESRCH', meaning: 'no such domain or remote end' },
  [Errno.EINTR]: { name: 'EINTR', meaning: 'interrupted' },
  [Errno.EIO]: { name: 'EIO', meaning: 'input or output failed' },
  [Errno.ENXIO]: { name: 'ENXIO', meaning: 'no such device or address' },
  [Errno.E2BIG]: { name: 'E2BIG', meaning: 'list too long' },
  [Errno.EBADF]: { name: 'EBADF', meaning: 'bad handle' },
  [Errno.EAGAIN]: { name: 'EAGAIN', meaning: 'try again' },
  [Errno.ENOMEM]: { name: 'ENOMEM', meaning: 'not enough memory' },
  [Errno.EACCES]: { name: 'EACCES', meaning: 'access refused' },
  [Errno.EFAULT]: { name: 'EFAULT', meaning: 'bad address' },
  [Errno.EBUSY]: { name: 'EBUSY', meaning: 'in use' },
  [Errno.EEXIST]: { name: 'EEXIST', meaning: 'exists already' },
  [Errno.EXDEV]: { name: 'EXDEV', meaning: 'crosses devices' },
  [Errno.ENODEV]: { name: 'ENODEV', meaning: 'no such device' },
  [Errno.EISDIR]: { name: 'EISDIR', meaning: 'is a directory' },
  [Errno.EINVAL]: { name: 'EINVAL', meaning: 'invalid argument' },
  [Errno.ENOSPC]: { name: 'ENOSPC', meaning: 'no room left' },
  [Errno.EROFS]: { name: 'EROFS', meaning: 'read only' },
  [Errno.ERANGE]: { name: 'ERANGE', meaning: 'out of range' },
  [Errno.ENOSYS]: { name: 'ENOSYS', meaning: 'no such call' },
  [Errno.ENOTEMPTY]: { name: 'ENOTEMPTY', meaning: 'not empty' },
  [Errno.ENODATA]: { name: 'ENODATA', meaning: 'no data' },
  [Errno.ETIME]: { name: 'ETIME', meaning: 'time is up' },
  [Errno.EOVERFLOW]: { name: 'EOVERFLOW', meaning: 'value too large' },
  [Errno.EILSEQ]: { name: 'EILSEQ', meaning: 'ill-formed sequence' },
  [Errno.EOPNOTSUPP]: { name: 'EOPNOTSUPP', meaning: 'not supported' },
  [Errno.EISCONN]: { name: 'EISCONN', meaning: 'connected already' },
} satisfies Record<Errno, { name: string; meaning: string }>;

/** The name of an error number (positive), as `EINVAL`; the number itself when it has none. */
export function errnoName(number: number): string {
  return (ERRORS as Record<number, { name: string }>)[number]?.name ?? `errno ${number}`;
}

/** What an error number (positive) means, in two or three words; empty when it has no name. */
export function errnoMeaning(number: number): string {
  return (ERRORS as Record<number, { meaning: string }>)[number]?.meaning ?? '';
}

/** Negative results down to here are error numbers: Linux's and Xen's MAX_ERRNO. */
const MAX_ERRNO = 4095;

/** A result is an error number, negated. */
export function isError(result: number): boolean {
  return result < 0 && result >= -MAX_ERRNO;
}

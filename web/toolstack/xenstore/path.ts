/** Longest path of a node, not counting a leading `/local/domain/N/`. */
const MAX_RELATIVE = 2048;
const VALID = /^[A-Za-z0-9/_@-]*$/;

/** Whether this can name a node. Source: xenstored_core.c, is_valid_nodename. */
export function isValidPath(path: string): boolean {
  if (!path.startsWith('/') || (path.endsWith('/') && path !== '/') || path.includes('//')) return false;
  const local = /^\/local\/domain\/\d{1,5}\//.exec(path);
  return path.length <= (local?.[0].length ?? 0) + MAX_RELATIVE && VALID.test(path);
}

/** A path as the tree knows it: what begins with neither / nor @ belongs to the domain's own directory. */
export function absolutePath(path: string, home: string): string {
  return path.startsWith('/') || path.startsWith('@') ? path : `${home}/${path}`;
}

/** The node above; the root is its own parent. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of a child. */
export function childOf(path: string, name: string): string {
  return path === '/' ? `/${name}` : `${path}/${name}`;
}

/** Whether a path is `ancestor` or lies below it. */
export function isWithin(path: string, ancestor: string): boolean {
  return ancestor === '/' || path === ancestor || path.startsWith(`${ancestor}/`);
}

/** The directory of a domain. */
export function homeOf(domid: number): string {
  return `/local/domain/${domid}`;
}

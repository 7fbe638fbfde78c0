/** A place in the site: `#/play?k=v` has the path `play`. Hash routes work from any static host and from file://. */
export interface Route {
  path: string;
  parameters: URLSearchParams;
}

/** Reads a location's hash; anything that is not a route is the home page. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { path, parameters: new URLSearchParams(query) };
}

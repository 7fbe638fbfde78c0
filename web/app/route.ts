/** Where in the site: hash routes work from any static host and from file://. */
export type Route =
  /** `#/` */
  | { page: 'home' }
  /** `#/learn/LESSON/SCREEN`: without a lesson, the first; without a screen, where the reader left it; with `l`, at the very state a link names. */
  | { page: 'lesson'; lesson: string | undefined; screen: string | undefined; link: string | undefined }
  /** `#/play`, or with `l` at the very state a link names. */
  | { page: 'machine'; link: string | undefined }
  /** `#/teach` */
  | { page: 'teach' }
  | { page: 'unknown'; path: string };

/** The hash of the first lesson, where the reader left it. */
export const LEARN = '#/learn';
/** The parameter of a route that holds a link. */
const LINK = 'l';

/** Reads a location's hash. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const link = new URLSearchParams(query).get(LINK) ?? undefined;
  const [first = '', lesson = '', screen, ...more] = path.split('/').filter((part, at) => part !== '' || at === 0);
  if (first === '' && lesson === '') return { page: 'home' };
  if ((first === 'play' || first === 'machine') && lesson === '') return { page: 'machine', link };
  if (first === 'teach' && lesson === '') return { page: 'teach' };
  if (first === 'learn' && lesson === '') return { page: 'lesson', lesson: undefined, screen, link };
  if (first === 'learn' && more.length === 0) return { page: 'lesson', lesson, screen, link };
  return { page: 'unknown', path };
}

/** The hash of the machine page, perhaps at a link's state. */
export function machineHash(link?: string): string {
  return `#/play${link === undefined ? '' : `?${LINK}=${link}`}`;
}

/** The hash of a lesson's screen, perhaps at a link's state. */
export function lessonHash(lesson: string, screen?: string, link?: string): string {
  const place = ['#/learn', lesson, ...(screen === undefined ? [] : [screen])].join('/');
  return `${place}${link === undefined ? '' : `?${LINK}=${link}`}`;
}

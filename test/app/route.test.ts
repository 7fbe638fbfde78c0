import { describe, expect, test } from 'vitest';
import { lessonHash, machineHash, parseRoute } from '../../web/app/route';

describe('a location', () => {
  test.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/play', { page: 'machine', link: undefined }],
    ['#/play?l=1.aa.bb', { page: 'machine', link: '1.aa.bb' }],
    ['#/play?l=', { page: 'machine', link: '' }],
    ['#/teach', { page: 'teach' }],
    ['#/machine', { page: 'machine', link: undefined }],
    ['#/learn', { page: 'lesson', lesson: undefined, screen: undefined, link: undefined }],
    ['#/learn/recursive-map', { page: 'lesson', lesson: 'recursive-map', screen: undefined, link: undefined }],
    ['#/learn/recursive-map/why?l=1.a.b', { page: 'lesson', lesson: 'recursive-map', screen: 'why', link: '1.a.b' }],
    ['#/learn/recursive-map/why/', { page: 'lesson', lesson: 'recursive-map', screen: 'why', link: undefined }],
    ['#/learn/a/b/c', { page: 'unknown', path: 'learn/a/b/c' }],
    ['#/nowhere', { page: 'unknown', path: 'nowhere' }],
  ] as const)('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test('is written as it is read', () => {
    for (const hash of [machineHash(), machineHash('1.a.b')])
      expect(parseRoute(hash)).toMatchObject({ page: 'machine' });
    expect(parseRoute(lessonHash('one', 'two', 'l'))).toEqual({
      page: 'lesson',
      lesson: 'one',
      screen: 'two',
      link: 'l',
    });
  });
});

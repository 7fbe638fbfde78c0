import { expect, test } from '@playwright/test';
import { LessonPage, SCREENS } from './lesson-page';

const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 720 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 720 } },
  { colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

for (const [at, { colorScheme, viewport }] of LOOKS.entries()) {
  test(`axe finds nothing on home and lesson, ${colorScheme}, ${viewport.width} wide`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ colorScheme, viewport, ...(baseURL && { baseURL }) });
    const lesson = new LessonPage(await context.newPage());
    await lesson.page.goto('./');
    await expect(lesson.page.getByRole('group', { name: 'Verdict' })).toContainText('Slot 767');
    expect(await lesson.violations()).toEqual([]);
    // Every screen in two of the four looks: wide and narrow, light and dark.
    for (const name of SCREENS.filter((_, screen) => screen % 2 === at % 2)) {
      await lesson.openScreen(name);
      await expect(lesson.title).toBeVisible();
      expect(await lesson.violations(), name).toEqual([]);
      await expect(lesson.page.locator('html')).toHaveJSProperty('scrollWidth', viewport.width);
      if ((await lesson.answers.count()) === 0) continue;
      await lesson.answers.last().click();
      expect(await lesson.violations(), `${name}, answered`).toEqual([]);
    }
    await context.close();
  });
}

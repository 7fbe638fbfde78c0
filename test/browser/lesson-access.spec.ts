import { expect, test } from '@playwright/test';
import { LessonPage, SCREENS } from './lesson-page';
import { SIZES } from './machine-page';

for (const [at, viewport] of SIZES.entries()) {
  test(`axe finds nothing on home and lesson by day and by night, ${viewport.width} wide`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const lesson = new LessonPage(page);
    await page.goto('./');
    await expect(page.getByRole('group', { name: 'Verdict' })).toContainText('Slot 767');
    expect(await lesson.violationsByDayAndNight()).toEqual([]);
    for (const [screen, name] of SCREENS.entries()) {
      await lesson.openScreen(name);
      await expect(lesson.title).toBeVisible();
      await expect(page.locator('html')).toHaveJSProperty('scrollWidth', viewport.width);
      // Screens differ in little but their panes: each is looked at closely in one of the two sizes.
      if (screen % SIZES.length !== at) continue;
      expect(await lesson.violationsByDayAndNight(), name).toEqual([]);
      if ((await lesson.answers.count()) === 0) continue;
      await lesson.answers.last().click();
      expect(await lesson.violations(), `${name}, answered`).toEqual([]);
    }
  });
}

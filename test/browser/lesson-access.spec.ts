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
    // Screens differ in little but their panes: each is looked at in one of the two sizes.
    for (const name of SCREENS.filter((_, screen) => screen % SIZES.length === at)) {
      await lesson.openScreen(name);
      await expect(lesson.title).toBeVisible();
      // Nothing sticks out, and the document itself never scrolls.
      for (const [property, most] of [
        ['scrollWidth', viewport.width],
        ['scrollHeight', viewport.height],
      ] as const)
        await expect(page.locator('html')).toHaveJSProperty(property, most);
      await lesson.scrubber.focus();
      expect(await page.getByRole('banner').evaluate((header) => header.getBoundingClientRect().top)).toBe(0);
      expect(await lesson.violationsByDayAndNight(), name).toEqual([]);
      if ((await lesson.answers.count()) === 0) continue;
      await lesson.answers.last().click();
      expect(await lesson.violations(), `${name}, answered`).toEqual([]);
    }
  });
}

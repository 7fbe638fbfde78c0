import { sentenceOf } from '../../core/refused';
import type { LessonScenario, TaughtLesson } from '../../lessons';
import { type MachineLink, readLink } from '../../replay/link';

/** The machine of a lesson that a link names, and the link; or why there is none, in a sentence. */
export function readLessonLink(
  lesson: TaughtLesson,
  text: string,
): { scenario: LessonScenario; link: MachineLink } | string {
  try {
    const link = readLink(text);
    const { profile, bare } = link.options;
    const scenario = lesson.scenarios.find(
      (one) => one.guest === link.guest && one.profile === profile && one.variant.bare === (bare ?? false),
    );
    if (scenario) return { scenario, link };
    return `This link is of "${link.guest}", which is no machine of this lesson. Open it in the free machine.`;
  } catch (error) {
    return sentenceOf(error);
  }
}

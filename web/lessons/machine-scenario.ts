import type { Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import type { ImageSource } from '../toolstack/catalogue';
import type { Lesson, LessonScenario } from './lesson';

/**
 * The machine of a lesson's scenario.
 *
 * Errors: Refused when its image is not there.
 */
export async function machineScenario(
  lesson: Lesson,
  { guest, profile, script, variant }: LessonScenario,
  images: ImageSource,
): Promise<Scenario> {
  const load = images[guest];
  if (!load) throw new Refused(`The lesson's guest "${guest}" is not among the images.`);
  return {
    image: await load(),
    name: guest,
    memory: lesson.memory,
    vcpus: 1,
    commandLine: '',
    bare: variant.bare,
    ...(profile && { profile }),
    ...(script && { script }),
  };
}

/** Messages of the lab and its features. `npm run messages` writes this file; do not edit it. */
export { default as 'device.errors' } from './device.errors.json' with { type: 'json' };
export { default as lab } from './lab.json' with { type: 'json' };
export { default as 'lessons.errors' } from './lessons.errors.json' with { type: 'json' };
export { default as 'library.errors' } from './library.errors.json' with { type: 'json' };
export { default as 'opening.errors' } from './opening.errors.json' with { type: 'json' };
export { default as 'questions.errors' } from './questions.errors.json' with { type: 'json' };
export { default as 'queue.errors' } from './queue.errors.json' with { type: 'json' };
export { default as 'race.errors' } from './race.errors.json' with { type: 'json' };
export { default as run } from './run.json' with { type: 'json' };
export { default as 'runs.errors' } from './runs.errors.json' with { type: 'json' };
export { default as 'studies.errors' } from './studies.errors.json' with { type: 'json' };

/** Public interface of data/builtin. */
export type { BuiltinSkill, GeneratedParts } from './builtin/builtinSkill.ts';
export type { Noise } from './builtin/noise.ts';
export { promptOf } from './builtin/builtinSkill.ts';
export { pretrainingExample } from './builtin/pretraining.ts';
export { builtinSkill, builtinSkills, builtinTestPrompts } from './builtin/registry.ts';
export { builtinSource } from './builtin/source.ts';
export { tutorExample } from './builtin/tutoring.ts';

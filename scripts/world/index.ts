/**
 * The synthetic world: skills in closed form instead of a model. A policy runs in milliseconds, and
 * the best mix is known (docs/dev/synthetic-world.md; examples/policy.ts is an example).
 */
export { explained, runLap, type Lap, type LapOptions } from './lap.ts';
export { learnable, namedWorlds, worldById, type NamedWorld } from './named.ts';
export { preparationIn, restoredIn } from './preparation.ts';
export {
	runWorld,
	type RunnableWorld,
	type WorldResult,
	type WorldRunOptions,
} from './runWorld.ts';
export { World, type WorldSkill, type WorldSpec } from './World.ts';
export { compareWithUniform, type Verdict } from './verdict.ts';

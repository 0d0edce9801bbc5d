/** Stands for tfjs's own jasmine_util, which its specs import: collects their groups of tests. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';

interface TestEnvironment {
	readonly name: string;
	readonly backendName: string;
	readonly isDataSync: boolean;
}
interface Constraints {
	readonly flags?: Readonly<Record<string, unknown>>;
	readonly predicate?: (environment: TestEnvironment) => boolean;
}
type Tests = (environment: TestEnvironment) => void;

const cpu: TestEnvironment = { name: 'cpu', backendName: 'cpu', isDataSync: true };
let isInGroup = false;
/** The outermost groups. */
export const groups: { readonly name: string; readonly tests: Tests }[] = [];

export function describeWithFlags(name: string, constraints: Constraints, tests: Tests): void {
	const hasFlags = Object.entries(constraints?.flags ?? {}).every(
		([flag, value]) => tf.env().get(flag) === value,
	);
	if (!hasFlags || constraints?.predicate?.(cpu) === false) return;
	if (isInGroup) describe(name, () => tests(cpu));
	else groups.push({ name, tests });
}

/** The group on tfjs's backend for the processor, as jasmine_util runs it. */
export function describeGroup({ name, tests }: (typeof groups)[number]): void {
	describe(name, () => {
		beforeAll(async () => {
			tf.engine().reset();
			tf.env().set('IS_TEST', true);
			await tf.setBackend(cpu.backendName);
		});
		beforeEach(() => tf.engine().startScope());
		afterEach(() => {
			tf.engine().endScope();
			tf.disposeVariables();
		});
		afterAll(() => tf.engine().reset());
		isInGroup = true;
		tests(cpu);
		isInGroup = false;
	});
}

export const ALL_ENVS: Constraints = {};
export const NODE_ENVS: Constraints = {};
export const SYNC_BACKEND_ENVS: Constraints = { predicate: ({ isDataSync }) => isDataSync };
const never = { predicate: () => false };
export const BROWSER_ENVS: Constraints = never;
export const CHROME_ENVS: Constraints = never;
export const HAS_WORKER: Constraints = never;
export const HAS_NODE_WORKER: Constraints = never;

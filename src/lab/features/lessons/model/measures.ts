/** The measures that a lesson's expressions can use. The page reads their values from the run. */
export type Value = number | string | boolean | null;
/** share: shown in percent. points: a difference of shares. nats: a loss. */
export type Unit = 'share' | 'points' | 'nats' | 'count' | 'plain';

interface Measure {
	readonly type: 'number' | 'text' | 'condition';
	readonly unit: Unit;
	readonly needs: readonly ('skill' | 'step')[];
	readonly may: readonly 'step'[];
}
const of = (
	type: Measure['type'],
	unit: Unit,
	needs: Measure['needs'] = [],
	may: Measure['may'] = [],
): Measure => ({ type, unit, needs, may });

/** The skill `file` stands for the first skill from the visitor's own file. */
export const ownFile = 'file';

export const measureTable: Readonly<Record<string, Measure>> = {
	/** Answers right on held-out prompts, at the newest evaluation or the one of a step. */
	exact: of('number', 'share', ['skill'], ['step']),
	loss: of('number', 'nats', ['skill'], ['step']),
	/** The mean and the smallest exact match of the trained skills that have answers. */
	average: of('number', 'share', [], ['step']),
	worst: of('number', 'share', [], ['step']),
	/** The skill's part of the mix, in the last step or in a given one. */
	share: of('number', 'share', ['skill'], ['step']),
	/** Examples drawn, and how often each training example was drawn. */
	drawn: of('number', 'count', ['skill']),
	epochs: of('number', 'plain', ['skill']),
	/** The part of all drawn answers that is wrong on purpose. */
	wrong: of('number', 'share'),
	step: of('number', 'count'),
	steps: of('number', 'count'),
	seed: of('number', 'count'),
	/** The number of skills from the visitor's own files in the experiment. */
	files: of('number', 'count'),
	policy: of('text', 'plain'),
	place: of('text', 'plain'),
	trained: of('condition', 'plain', ['skill']),
	/** The step is trained, and its evaluation has arrived. */
	reached: of('condition', 'plain', ['step']),
	finished: of('condition', 'plain'),
};

/** The value of a measure; null: not known yet. */
export type Measures = (name: string, given: readonly (string | number)[]) => Value;

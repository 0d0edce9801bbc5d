/** The measures that a lesson's expressions can use. The page reads their values from the run. */
export type Value = number | string | boolean | null;
/** share: shown in percent. points: a difference of shares. nats: a loss. */
export type Unit = 'share' | 'points' | 'nats' | 'count' | 'plain';

export interface Measure {
	readonly type: 'number' | 'text' | 'condition';
	readonly unit: Unit;
	readonly needs: readonly ('skill' | 'step' | 'policy')[];
	readonly may: Measure['needs'];
}
export const measure = (
	type: Measure['type'],
	unit: Unit,
	needs: Measure['needs'] = [],
	may: Measure['may'] = [],
): Measure => ({ type, unit, needs, may });

/** The skill `file` stands for the first skill from the visitor's own file. */
export const ownFile = 'file';

export const measureTable: Readonly<Record<string, Measure>> = {
	/** Answers right on held-out prompts, at the newest evaluation or the one of a step. */
	exact: measure('number', 'share', ['skill'], ['step']),
	loss: measure('number', 'nats', ['skill'], ['step']),
	/** Half of the 95 % interval of the loss minus the base model's on the same rows. */
	interval: measure('number', 'nats', ['skill']),
	/** The mean and the smallest exact match of the trained skills that have answers. */
	average: measure('number', 'share', [], ['step']),
	worst: measure('number', 'share', [], ['step']),
	/** One held-out prompt, the model's answer to it, and a mark. */
	sample: measure('text', 'plain', ['skill'], ['step']),
	/** The skill's part of the mix, in the last step or in a given one. */
	share: measure('number', 'share', ['skill'], ['step']),
	/** Examples drawn, and how often each training example was drawn. */
	drawn: measure('number', 'count', ['skill']),
	epochs: measure('number', 'plain', ['skill']),
	/** The part of all drawn answers that is wrong on purpose. */
	wrong: measure('number', 'share'),
	step: measure('number', 'count'),
	steps: measure('number', 'count'),
	seed: measure('number', 'count'),
	/** What the run takes on this machine, before it begins. */
	minutes: measure('number', 'count'),
	/** The number of skills from the visitor's own files in the experiment. */
	files: measure('number', 'count'),
	policy: measure('text', 'plain'),
	place: measure('text', 'plain'),
	trained: measure('condition', 'plain', ['skill']),
	/** The step is trained, and its evaluation has arrived. */
	reached: measure('condition', 'plain', ['step']),
	finished: measure('condition', 'plain'),
};

/** The value of a measure; null: not known yet. */
export type Measures = (name: string, values: readonly (string | number)[]) => Value;

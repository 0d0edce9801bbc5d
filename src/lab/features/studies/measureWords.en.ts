/** English names of a report's measures, and their numbers as text. */
import { withSign } from '#languages/format.ts';
import type { Measure, Unit as AnyUnit } from './model/measures.ts';
import type { Lead } from './model/messages.ts';

type Unit = Measure['unit'];

/** `+4.2 points`, `−0.031 nats`. */
export const differenceText = (value: number, unit: Unit) =>
	`${differenceValue(value, unit)} ${unit === 'share' ? 'points' : 'nats'}`;
export const differenceValue = (value: number, unit: AnyUnit) =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);

/** The measure's name in titles. */
export function makeTitle({ id, unit, skills }: Measure): string {
	const score = unit === 'share' ? 'exact match' : 'loss';
	const titles: Readonly<Record<Measure['id'], string>> = {
		average: 'Average exact match',
		worst: 'Worst skill',
		target: `Target: ${skills.join(', ')}: ${score}`,
		domain: `Domain: ${score}`,
		general: `General: ${score}`,
		generalChange: 'General: change of loss',
		loss: 'Average held-out loss',
		best: `Best checkpoint: average ${score}`,
	};
	return titles[id];
}

/** The measure's name within a sentence. */
export function measurePhrase({ id, unit, skills }: Measure): string {
	if (id === 'average') return 'average exact match';
	if (id === 'worst') return 'exact match of the worst skill';
	if (id === 'generalChange') return 'change of general loss';
	if (id === 'loss') return 'average held-out loss';
	if (id === 'best') return 'average of the best checkpoints';
	if (unit === 'nats') return `loss of ${skills.join(', ')}`;
	return id === 'target'
		? `exact match of ${skills.join(', ')}`
		: `exact match of the ${id} skills`;
}

export function measureAbout({ id, unit, skills, examples }: Measure): string {
	const names = skills.join(', ');
	if (id === 'average')
		return 'Mean exact match of the trained skills that have one, on held-out examples.';
	if (id === 'loss')
		return 'Mean held-out loss of the trained skills, in nats per answer token. Lower is better.';
	if (id === 'best')
		return (
			'Average held-out score of the checkpoint that each run chooses by its validation rows. ' +
			'Evaluations before the end can have fewer examples than the final ones.'
		);
	if (id === 'worst') return 'Lowest exact match of a trained skill in each run.';
	if (id === 'generalChange')
		return (
			`Mean held-out loss of ${names} at the end minus that of the base model: ` +
			'above 0 the model forgot it. ' +
			`The base model is scored on at most ${examples?.base} examples per skill, ` +
			`the end on at most ${examples?.final}.`
		);
	if (unit === 'nats')
		return (
			`Mean held-out loss of ${names}, in nats per answer token: ` +
			'text has no exact match. Lower is better.'
		);
	return `Mean exact match on held-out examples of ${names}.`;
}

/** A loss is negated on the frontier's axes. */
export const frontier = (measure: Measure): string =>
	measure.better === 'higher' ? makeTitle(measure) : `${makeTitle(measure)}, negative`;

/** Four digits; `< 0.0001` below them. */
export const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));
export const pPhrase = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`);
/** An amount without a sign: `2.0 points`. */
export const amountText = (amount: number, unit: Unit): string =>
	unit === 'share' ? `${(100 * amount).toFixed(1)} points` : `${amount.toFixed(3)} nats`;

export const inBrackets = (within: string) => (within === '' ? '' : ` (${within})`);

/** `MoS +2.4 points against uniform in average exact match`. */
export const leads = ({ label, against, within, measure, lead }: Lead) =>
	`${label} ${differenceText(measure.better === 'higher' ? lead : -lead, measure.unit)} ` +
	`against ${against}${inBrackets(within)} in ${measurePhrase(measure)}`;

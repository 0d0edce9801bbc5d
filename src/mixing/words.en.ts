/** English sentences of the policies. Constant words (titles, settings) are in policies/. */
import { inLanguage } from '#engine/core/language.ts';
import { plural, statementText, type Catalogue } from '#engine/core/message.ts';
import type { NamedShare, PolicyMessages, PolicyStatement, Signal } from './messages.ts';
import type { Explanation } from './policy.ts';
import { percent, threeDigits } from './shares.ts';
import type { RewardName } from './skillScorer/rewards.ts';
import { rivalEnglish } from './words.rivals.en.ts';

/** An explanation with its words in English. */
export function explanationText(explanation: Explanation): Explanation<string> {
	const { sentence, matrices, influences, law, warnings, ...rest } = explanation;
	const text = (statement: PolicyStatement) => statementText(policySentences, statement);
	return {
		...rest,
		sentence: text(sentence),
		...(matrices && {
			matrices: matrices.map((matrix) => ({ ...matrix, about: text(matrix.about) })),
		}),
		...(influences && { influences: { ...influences, about: text(influences.about) } }),
		...(law && { law: { ...law, about: text(law.about) } }),
		...(warnings && { warnings: warnings.map(text) }),
	};
}

const whole = (value: number) => value.toLocaleString('en');
const epochText = (epochs: number) => `${threeDigits(epochs)} epochs`;
const names = new Intl.ListFormat('en-GB');
const mostly = (most: readonly NamedShare[]) =>
	names.format(most.map(({ name, share }) => `${percent(share)} ${name}`));
const moveText = ([before, after]: readonly [number, number]) =>
	`from ${percent(before)} to ${percent(after)}`;

const chosenRows = {
	random: 'random',
	longest: 'longest answers',
	ifd: 'highest IFD',
	auxiliary: 'lowest loss of the auxiliary model',
};
const signals: Record<Signal, { readonly noun: string; readonly unit: string }> = {
	loss: { noun: 'training loss', unit: ' nats' },
	progress: { noun: 'smoothed progress', unit: '' },
	smoothedReward: { noun: 'smoothed reward', unit: '' },
	summedReward: { noun: 'summed reward', unit: '' },
	help: { noun: 'help still needed from training', unit: '' },
	excess: { noun: 'loss above the reference run', unit: ' nats' },
	speed: { noun: 'predicted learning speed', unit: ' nats per 1,000 examples' },
	effect: { noun: 'measured effect on all losses', unit: '' },
};

/** "The training loss of Sorting fell from 1.2 to 0.9 nats, so its share went from …" */
function movedShare(values: PolicyMessages['shares.moved']): string {
	const { signal, name, share, value, follows } = values;
	const { noun, unit } = signals[signal];
	const [from, to] = value.map((one) => (one === null ? null : threeDigits(one)));
	const isSame = percent(share[0]) === percent(share[1]);
	const moved = isSame ? `share stays near ${percent(share[1])}` : `share went ${moveText(share)}`;
	if (to === null) return `${name} has no ${noun} yet; relative to the others, its ${moved}.`;
	if (from === null) return `The ${noun} of ${name} is now ${to}${unit}, and its ${moved}.`;
	const change =
		from === to
			? `stayed near ${to}${unit}`
			: `${value[1]! > value[0]! ? 'rose' : 'fell'} from ${from} to ${to}${unit}`;
	const link = follows ? ', so its' : '; relative to the others, its';
	return `The ${noun} of ${name} ${change}${link} ${moved}.`;
}

const rewards: Record<RewardName, { readonly short: string; readonly long: string }> = {
	similarity: { short: 'Similarity', long: 'similarity' },
	difficulty: { short: 'Difficulty', long: 'relative perplexity' },
	'loss-ratio': { short: 'Loss ratio', long: 'loss relative to the base model' },
	'error-rate': { short: 'Error rate', long: 'error rate' },
	alignment: { short: 'Alignment', long: 'decrease of the validation losses' },
	uncertainty: { short: 'Uncertainty', long: 'uncertainty of answers' },
};

/** "Difficulty of Sorting fell by 18 %, so its share went from 21 % to 17 %." */
function rewardedShare(values: PolicyMessages['scorer.moved']): string {
	const { reward, name, share, value, change, partOfAll, follows, approaches } = values;
	const subject = `${rewards[reward].short} of ${name}`;
	const points = change === null ? null : `${(Math.abs(change) * 100).toFixed(0)} %`;
	const moved = change !== null && points !== '0 %';
	const finding = moved
		? `${subject} ${change > 0 ? 'rose' : 'fell'} by ${points}`
		: `${subject} ${change === null ? 'is' : 'stayed at'} ${Number(value.toPrecision(2))}`;
	if (moved && follows) return `${finding}, so its share went ${moveText(share)}.`;
	if (!approaches)
		return `${finding}, and all rewards together moved its share ${moveText(share)}.`;
	const part = `${percent(partOfAll)} of all rewards`;
	return `${finding}${moved ? ' and is now ' : ', '}${part}, so its share went ${moveText(share)}.`;
}

export const policyEnglish: Catalogue<PolicyMessages> = {
	...rivalEnglish,
	'shares.moved': movedShare,
	'shares.same': ({ signal }) =>
		`The shares stay the same: no skill's ${signals[signal].noun} moved them.`,

	'uniform.mix': ({ skills }) =>
		`Each of the ${skills} skills is drawn with the same chance, ${percent(1 / skills)}: ` +
		'small skills repeat often, large skills are seen in part.',
	'proportional.mix': ({ largest, smallest }) =>
		`Shares follow the number of examples: the largest skill has ${whole(largest.size)} ` +
		`and gets ${percent(largest.share)}, the smallest has ${whole(smallest.size)} ` +
		`and gets ${percent(smallest.share)}.`,
	'temperature.mix': ({ tau, shares, proportional }) =>
		`With τ = ${threeDigits(tau)} the largest skill gets ${percent(shares.largest.share)} ` +
		`instead of its proportional ${percent(proportional.largest.share)}, ` +
		`the smallest ${percent(shares.smallest.share)} ` +
		`instead of ${percent(proportional.smallest.share)}.`,
	'fixed.set': () => 'You set these shares; they stay the same until you change them.',
	'fixed.equal': () =>
		'Every skill is drawn equally often, because no shares are set. Move a slider to change that.',
	'stratified.mix': () =>
		'Every batch is filled by count, not by chance: at each step the number of examples drawn ' +
		'from a skill is within 1 of its exact share.',
	'timetable.empty': () =>
		'Every skill is drawn equally often: the schedule has no point yet. Add one.',
	'timetable.before': ({ step }) =>
		`These shares stay until the schedule's first point at step ${step}.`,
	'timetable.between': ({ step }) =>
		`The shares change linearly to those of step ${step} of your schedule.`,
	'timetable.after': () => 'These shares stay to the end: the schedule has no later point.',
	'size-cap.none': ({ cap }) =>
		`No skill has more than ${plural(cap, 'example')}, ` +
		"so the shares are proportional to the skills' sizes.",
	'size-cap.limits': ({ cap, skills, share }) =>
		`The cap of ${plural(cap, 'example')} limits ${skills.join(', ')} ` +
		`to ${percent(share)}${skills.length === 1 ? '' : ' each'}; the others are drawn by size.`,
	'unimax.equal': ({ steps, epochs }) =>
		`The shares are equal: in ${plural(steps, 'step')} no skill reaches ${epochText(epochs)}.`,
	'unimax.proportional': ({ epochs }) =>
		"The shares are proportional to the skills' sizes: " +
		`every skill would be repeated for more than ${epochText(epochs)}.`,
	'unimax.capped': ({ epochs, capped }) =>
		`Equal shares would repeat ` +
		`${capped.map(({ name, share }) => `${name} (${percent(share)})`).join(', ')} ` +
		`for more than ${epochText(epochs)}, so ` +
		`${capped.length === 1 ? 'it gets' : 'they get'} less, and the others share the rest.`,
	'replay.taken': ({ name, share }) =>
		`These are another run's average shares, held fixed (${name} has most, ${percent(share)}): ` +
		"they keep that run's mean and drop its changes.",
	'replay.equal': () =>
		'Every skill is drawn equally often: choose a run to replay its average mix.',

	'loss-proportional.start': () => 'The shares are equal until the first batch gives losses.',
	'loss-proportional.ignored': ({ name }) =>
		`The mix ignores a training loss of ${name} that is not a finite number.`,
	'loss-proportional.zero': () => 'The mix stays the same: every training loss is 0.',
	'odm.start': ({ warmup }) =>
		'The shares are equal until there are losses to compare' +
		(warmup > 0 ? `, from step ${warmup}.` : '.'),
	'odm.kept': ({ name }) =>
		`${name} keeps its last reward: its training loss is not a finite number.`,
	'dynamix-sft.start': ({ gamma }) =>
		`These are the prior shares, with ${percent(gamma)} shared equally: ` +
		'no progress is measured yet.',
	'dynamix-sft.kept': ({ name }) =>
		`${name} keeps its last value: a virtual step on it gave a loss that is not finite.`,

	'skill-it.waiting': () =>
		'The shares are equal: the transfer graph is measured before the first step.',
	'skill-it.start': ({ targets, steps }) =>
		'The shares follow how much each skill alone lowered ' +
		(targets.length === 0 ? 'the losses of all' : `the loss of ${targets.join(', ')}`) +
		` in ${plural(steps, 'step')}; no validation loss is measured yet.`,
	'skill-it.measuring': ({ name, done, of }) =>
		`Measuring the effect of ${name} on the others: ${done + 1} of ${of}`,
	'skill-it.graph': ({ isRelative, steps, isClipped }) =>
		`${isRelative ? 'Relative fall' : 'Fall in nats'} of the column's loss after ` +
		`training on the row's skill alone for ${plural(steps, 'step')} from this run's base. ` +
		'Negative means forgetting. Training on one skill alone mostly forgets the others, ' +
		'so the graph does not show the effect of a skill within a mix.' +
		(isClipped ? ' The policy counts negative entries as 0.' : ''),
	'skill-it.unvalidated': ({ skills }) =>
		`${skills.join(', ')}: the loss is measured on training rows, ` +
		'where it also falls by memorising, because there are no validation rows.',
	'skill-it.unknownEntry': () =>
		'An entry of the graph counts as no effect: its loss was not a finite number.',
	'skill-it.noHelp': () =>
		'The shares stay equal: in the measured graph no skill helps a target. ' +
		'Try more steps per skill for the graph.',
	'skill-it.unknownLoss': ({ name }) =>
		`The shares stay the same: the loss of ${name} is not a finite number.`,

	'scorer.waiting': ({ tau, firstUpdate, interval }) => {
		const prior =
			tau === null
				? 'equal'
				: tau === 1
					? "proportional to the skills' sizes"
					: `between proportional and equal (τ = ${threeDigits(tau)})`;
		return (
			`The shares start ${prior}; the scorer first changes them after ` +
			`${plural(firstUpdate, 'step')}, then every ${interval === 1 ? 'step' : `${interval} steps`}.`
		);
	},
	'scorer.moved': rewardedShare,
	'scorer.still': ({ steps, largest, isAtTarget }) =>
		`After ${plural(steps, 'step')} no share moved by more than ` +
		`${(largest * 100).toPrecision(1)} points: ` +
		(isAtTarget
			? 'the shares have reached R/ΣR.'
			: "the scorer's steps are small. " +
				'Raise its learning rate or its steps per update to move the shares faster.'),
	'scorer.allZero': ({ steps }) =>
		`The shares stay the same: after ${plural(steps, 'step')} every reward was 0.`,
	'scorer.oneSkill': () => 'Only one skill is trained, so its share stays 100 %.',
	'scorer.cosines': () =>
		'Cosine of the mean last hidden states of a few training examples of each skill. ' +
		'It changes as the model trains. ' +
		'It is not transfer: it does not say how much training on one skill helps another.',
	'scorer.unknown': ({ name, steps }) =>
		`The reward of ${name} after ${plural(steps, 'step')} is not a finite number, ` +
		'so the scorer uses the last finite one.',
	'scorer.tooLarge': ({ steps }) =>
		`The shares stayed the same: after ${plural(steps, 'step')} the rewards were too large.`,
	'scorer.mastered': ({ name, share, reward, measured, right, loss }) => {
		const evidence = loss
			? `its loss was low from the start (${loss[0].toFixed(2)} nats per token, ` +
				`now ${loss[1].toFixed(2)})`
			: `${percent(right)} of its answers are right`;
		return (
			`${name} seems mastered, but gets ${percent(share)} of the examples: ` +
			`${evidence}, and its ${rewards[reward].long} stays at ${measured.toFixed(2)}, ` +
			'because little is left to learn. The reward mistakes that for difficulty.'
		);
	},
	'scorer.unlearnt': ({ name, share, reward, measured, right }) =>
		`${name} gets ${percent(share)} of the examples but does not learn: ` +
		`over the last 16 updates its ${rewards[reward].long} stayed at ${measured.toFixed(2)}, ` +
		`and ${percent(right)} of its answers are right. ` +
		'Its answers may be wrong, or it is too hard for this model. ' +
		'The reward stays high in both cases.',
	'scorer.starved': ({ name, share, measured, right, baseLoss }) =>
		`${name} gets only ${percent(share)} of the examples, ` +
		`although only ${percent(right)} of its answers are right: ` +
		`the base model does not know its format (perplexity ${Math.exp(baseLoss).toFixed(0)}). ` +
		`A little training lowered its relative perplexity to ${measured.toFixed(3)}, ` +
		'which the reward mistakes for an easy skill.',
	'mospec.target': ({ name, size }) =>
		`The target is ${name}` +
		(size === null ? '.' : `, which has the fewest training examples (${whole(size)}).`),

	'random-examples.mix': ({ size }) =>
		`Each of the ${plural(size, 'example')} has the same chance and comes once before any repeats.`,
	'highest-loss.start': () => 'The first batch is random: no loss is measured yet.',
	'highest-loss.batch': ({ share, end, candidates, chosen, all }) =>
		`The next batch has the ${percent(share)} of ${end} loss among ${candidates} random ` +
		`candidates: ${chosen.toFixed(2)} nats on average, ${all.toFixed(2)} for all of them.`,
	'length.start': () => 'All examples are drawn: the answers are not measured yet.',
	'length.kept': ({ size, share, least }) =>
		`Only the ${plural(size, 'example')} with the longest answers are drawn ` +
		`(${percent(share)} of all): ${plural(least, 'token')} or more.`,
	'ifd.start': () => 'All examples are drawn: the ratios are not measured yet.',
	'ifd.kept': ({ size, share, least }) =>
		`Only ${plural(size, 'example')} are drawn (${percent(share)} of all): ` +
		'those with the highest ratio below 1' +
		(least > 0
			? `, ${least.toFixed(2)} or more.`
			: '. There were too few, so some have a prompt that did not help.'),
	'within.kept': ({ by, share }) => `Rows within each skill: ${chosenRows[by]}, ${percent(share)}.`,
	'pool.measuring': ({ done, of }) => `Measuring the examples: ${whole(done)} of ${whole(of)}`,
	'raise.waiting': () => 'The selector is trained before the first step.',
	'raise.online': () => 'The selector learns in the run and starts with random choices.',
	'raise.episode': () => 'The selector tries choices and measures their rewards.',
	'raise.picked': ({ candidates, most }) =>
		`Of ${plural(candidates, 'candidate')} the selector picked mostly ${mostly(most)}.`,
	'raise.lastBatch': ({ most }) => `The selector's last batch was ${mostly(most)}.`,
	'raise.loss': ({ targets, loss, start }) =>
		`The validation loss of ${targets.length === 0 ? 'all skills' : names.format(targets)} ` +
		`is ${loss.toFixed(2)} nats; at the start it was ${start.toFixed(2)}.`,
	'raise.unlearnt': () => 'It has not learnt yet, so it chooses at random.',
	'raise.learnt': ({ updates }) =>
		`It has learnt ${plural(updates, 'time')} from its choices in this run.`,
	'raise.influences': () =>
		'Share of the last choice that changes if the feature has its mean value, ' +
		'with the same random numbers.',
	'raise.training': ({ episode, episodes, loss }) =>
		`Training the selector: episode ${episode} of ${episodes}` +
		(loss === null ? '' : `, validation loss ${loss.toFixed(2)}`),
	'raise.withheld': ({ name, count }) =>
		`${name} has no validation examples: ${count} of its training examples ` +
		'measure the reward instead and are never picked.',
	'raise.noisy': ({ name, count }) =>
		`The reward of a step is mostly noise: ${name} has only ${plural(count, 'example')} ` +
		'to measure it.',
	'raise.broken': ({ times }) =>
		`The validation loss was not a finite number ${plural(times, 'time')}; ` +
		'the previous value was kept.',
	'raise.repeats': ({ few, pool }) =>
		`The same ${plural(few, 'example')} make up more than half of the picks so far, ` +
		`out of a pool of ${whole(pool)}. ` +
		'Sample instead of choosing greedily, raise the temperature, or cap the repeats.',
	'raise.noBetter': ({ first, count, last }) =>
		'The selector is no better than random choice on validation: ' +
		`its first roll-out, at random, ended at ${first.toFixed(2)} nats, ` +
		`the last ${count} at ${last.toFixed(2)} on average.`,
};
export const policySentences = inLanguage('policySentences', policyEnglish);

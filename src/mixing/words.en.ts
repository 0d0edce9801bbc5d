/**
 * The sentences of the policies in English, and the values that each of them has. Other languages
 * have the same ids. The part before the dot is the policy, or an idea that several policies share.
 * Titles and settings are constant, so they stand in the policy's file.
 */
import { inLanguage } from '#engine/core/language.ts';
import { plural } from '#engine/core/message.ts';
import { percent, threeDigits } from './format.ts';

const whole = (value: number) => value.toLocaleString('en');
const epochText = (epochs: number) => `${threeDigits(epochs)} epochs`;
const names = new Intl.ListFormat('en-GB');
const moveText = ([before, after]: readonly [number, number]) =>
	`from ${percent(before)} to ${percent(after)}`;

type Named = { readonly name: string };
type NamedStep = Named & { readonly step: number };
export type NamedShare = Named & { readonly share: number };
/** Names of skills. As targets, an empty list stands for all skills. */
type Names = readonly string[];
type Progress = { readonly done: number; readonly of: number };

type Sized = { readonly size: number; readonly share: number };
/** The largest and the smallest skill. */
type Extremes = { readonly largest: Sized; readonly smallest: Sized };
/** `least`: the lowest score among the selected examples. */
type SelectedExamples = Sized & { readonly least: number };
/** Random candidates, the share of them that is chosen, and mean losses of both in nats. */
type ChosenCandidates = {
	readonly share: number;
	readonly candidates: number;
	readonly chosen: number;
	readonly all: number;
};

const skillsWithShares = (skills: readonly NamedShare[]) =>
	names.format(skills.map(({ name, share }) => `${percent(share)} ${name}`));

/** Rules that choose the rows within a skill. */
const rowRules = {
	random: 'random',
	longest: 'longest answers',
	ifd: 'highest IFD',
	auxiliary: 'lowest loss of the auxiliary model',
};

/** The values that shares can follow. */
const signals = {
	loss: { noun: 'training loss', unit: ' nats' },
	progress: { noun: 'smoothed progress', unit: '' },
	smoothedReward: { noun: 'smoothed reward', unit: '' },
	summedReward: { noun: 'summed reward', unit: '' },
	help: { noun: 'help still needed from training', unit: '' },
	excess: { noun: 'loss above the reference run', unit: ' nats' },
	speed: { noun: 'predicted learning speed', unit: ' nats per 1,000 examples' },
	effect: { noun: 'measured effect on all losses', unit: '' },
};
export type Signal = keyof typeof signals;

/** A change: before and after. `value` is null where it was not measured yet. */
type MovedShare = Named & {
	readonly signal: Signal;
	readonly share: readonly [number, number];
	readonly value: readonly [number | null, number | null];
	/** The share and the value moved in the same direction. */
	readonly follows: boolean;
};

/** "The training loss of Sorting fell from 1.2 to 0.9 nats, so its share went from …" */
function movedShare({ signal, name, share, value, follows }: MovedShare): string {
	const { noun, unit } = signals[signal];
	const [from, to] = value.map((number) => (number === null ? null : threeDigits(number)));
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

/** The rewards of the scorer (skillScorer/rewards.ts). */
const rewards = {
	similarity: { short: 'Similarity', long: 'similarity' },
	difficulty: { short: 'Difficulty', long: 'relative perplexity' },
	'loss-ratio': { short: 'Loss ratio', long: 'loss relative to the base model' },
	'error-rate': { short: 'Error rate', long: 'error rate' },
	alignment: { short: 'Alignment', long: 'decrease of the validation losses' },
	uncertainty: { short: 'Uncertainty', long: 'uncertainty of answers' },
};
type RewardName = keyof typeof rewards;

/** A share that moved, and the reward that moved it. */
type RewardedShare = Named & {
	readonly reward: RewardName;
	readonly share: readonly [number, number];
	readonly value: number;
	/** Relative change of the reward; null without an earlier one above 0. */
	readonly change: number | null;
	/** R/ΣR. */
	readonly partOfAll: number;
	readonly follows: boolean;
	/** The share moved towards R/ΣR. */
	readonly approaches: boolean;
};

/** "Difficulty of Sorting fell by 18 %, so its share went from 21 % to 17 %." */
function rewardedShare(values: RewardedShare): string {
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

/** A failure of a reward: the skill's share now, and means over the last updates. */
type RewardFailure = NamedShare & {
	readonly reward: RewardName;
	readonly measured: number;
	readonly right: number;
};

export const policyEnglish = {
	'shares.moved': movedShare,
	'shares.same': ({ signal }: { signal: Signal }) =>
		`The shares stay the same: no skill's ${signals[signal].noun} moved them.`,

	'uniform.mix': ({ skills }: { skills: number }) =>
		`Each of the ${skills} skills is drawn with the same chance, ${percent(1 / skills)}: ` +
		'small skills repeat often, large skills are seen in part.',

	'proportional.mix': ({ largest, smallest }: Extremes) =>
		`Shares follow the number of examples: the largest skill has ${whole(largest.size)} ` +
		`and gets ${percent(largest.share)}, the smallest has ${whole(smallest.size)} ` +
		`and gets ${percent(smallest.share)}.`,

	/** Shares at this τ, and the proportional ones. */
	'temperature.mix': ({
		tau,
		shares,
		proportional,
	}: {
		tau: number;
		shares: Extremes;
		proportional: Extremes;
	}) =>
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
	'timetable.before': ({ step }: { step: number }) =>
		`These shares stay until the schedule's first point at step ${step}.`,
	'timetable.between': ({ step }: { step: number }) =>
		`The shares change linearly to those of step ${step} of your schedule.`,
	'timetable.after': () => 'These shares stay to the end: the schedule has no later point.',

	'size-cap.none': ({ cap }: { cap: number }) =>
		`No skill has more than ${plural(cap, 'example')}, ` +
		"so the shares are proportional to the skills' sizes.",
	'size-cap.limits': ({ cap, skills, share }: { cap: number; skills: Names; share: number }) =>
		`The cap of ${plural(cap, 'example')} limits ${skills.join(', ')} ` +
		`to ${percent(share)}${skills.length === 1 ? '' : ' each'}; the others are drawn by size.`,

	'unimax.equal': ({ steps, epochs }: { steps: number; epochs: number }) =>
		`The shares are equal: in ${plural(steps, 'step')} no skill reaches ${epochText(epochs)}.`,
	'unimax.proportional': ({ epochs }: { epochs: number }) =>
		"The shares are proportional to the skills' sizes: " +
		`every skill would be repeated for more than ${epochText(epochs)}.`,
	'unimax.capped': ({ epochs, capped }: { epochs: number; capped: readonly NamedShare[] }) =>
		`Equal shares would repeat ` +
		`${capped.map(({ name, share }) => `${name} (${percent(share)})`).join(', ')} ` +
		`for more than ${epochText(epochs)}, so ` +
		`${capped.length === 1 ? 'it gets' : 'they get'} less, and the others share the rest.`,

	'replay.taken': ({ name, share }: NamedShare) =>
		`These are another run's average shares, held fixed (${name} has most, ${percent(share)}): ` +
		"they keep that run's mean and drop its changes.",
	'replay.equal': () =>
		'Every skill is drawn equally often: choose a run to replay its average mix.',

	'loss-proportional.start': () => 'The shares are equal until the first batch gives losses.',
	'loss-proportional.ignored': ({ name }: Named) =>
		`The mix ignores a training loss of ${name} that is not a finite number.`,
	'loss-proportional.zero': () => 'The mix stays the same: every training loss is 0.',

	'odm.start': ({ warmup }: { warmup: number }) =>
		'The shares are equal until there are losses to compare' +
		(warmup > 0 ? `, from step ${warmup}.` : '.'),
	'odm.kept': ({ name }: Named) =>
		`${name} keeps its last reward: its training loss is not a finite number.`,

	'dynamix-sft.start': ({ gamma }: { gamma: number }) =>
		`These are the prior shares, with ${percent(gamma)} shared equally: ` +
		'no progress is measured yet.',
	'dynamix-sft.kept': ({ name }: Named) =>
		`${name} keeps its last value: a virtual step on it gave a loss that is not finite.`,

	'skill-it.waiting': () =>
		'The shares are equal: the transfer graph is measured before the first step.',
	'skill-it.start': ({ targets, steps }: { targets: Names; steps: number }) =>
		'The shares follow how much each skill alone lowered ' +
		(targets.length === 0 ? 'the losses of all' : `the loss of ${targets.join(', ')}`) +
		` in ${plural(steps, 'step')}; no validation loss is measured yet.`,
	'skill-it.measuring': ({ name, done, of }: Named & Progress) =>
		`Measuring the effect of ${name} on the others: ${done + 1} of ${of}`,
	'skill-it.alone': ({ name }: Named) => `Only ${name} is trained.`,
	'skill-it.graph': ({
		isRelative,
		steps,
		isClipped,
	}: {
		isRelative: boolean;
		steps: number;
		isClipped: boolean;
	}) =>
		`${isRelative ? 'Relative fall' : 'Fall in nats'} of the column's loss after ` +
		`training on the row's skill alone for ${plural(steps, 'step')} from this run's base. ` +
		'Negative means forgetting. Training on one skill alone mostly forgets the others, ' +
		'so the graph does not show the effect of a skill within a mix.' +
		(isClipped ? ' The policy counts negative entries as 0.' : ''),
	'skill-it.unvalidated': ({ skills }: { skills: Names }) =>
		`${skills.join(', ')}: the loss is measured on training rows, ` +
		'where it also falls by memorising, because there are no validation rows.',
	'skill-it.unknownEntry': () =>
		'An entry of the graph counts as no effect: its loss was not a finite number.',
	'skill-it.noHelp': () =>
		'The shares stay equal: in the measured graph no skill helps a target. ' +
		'Try more steps per skill for the graph.',
	'skill-it.unknownLoss': ({ name }: Named) =>
		`The shares stay the same: the loss of ${name} is not a finite number.`,

	'aioli.start': () => 'The shares are equal until the first sweeps over the skills.',
	/** share: of the skill in the next `steps` batches; sweep `done` of `of`. */
	'aioli.sweep': ({
		name,
		share,
		steps,
		done,
		of,
	}: Named & Progress & { share: number; steps: number }) =>
		`Sweep ${done} of ${of}: ${percent(share)} of the next ${plural(steps, 'step')} is ${name}, ` +
		'to measure how it moves all losses.',
	'aioli.kept': ({ name }: Named) =>
		`${name} keeps its last validation loss: the new one is not a finite number.`,
	'aioli.law': () =>
		"Fall of the column's validation loss by the row's share in a sweep, as the last update " +
		'used it. Each sweep is short and within a mix, so the entries are noisy.',

	'doremi.waiting': () =>
		'The shares are equal: the reference and the proxy are trained before the first step.',
	'doremi.preparing': ({ done, of }: Progress) =>
		`Training the ${done === 1 ? 'reference' : 'proxy'} run: ${done} of ${of}`,
	'doremi.start': () => 'The shares are equal until the first excess loss is measured.',
	/** The skill with the largest average share. */
	'doremi.average': ({ name, share }: NamedShare) =>
		`These are the proxy run's average shares, held fixed; ${name} has most, ${percent(share)}.`,
	'doremi.kept': ({ name }: Named) =>
		`${name} keeps its last excess loss: the new one is not a finite number.`,

	'ado.start': ({ warmup }: { warmup: number }) =>
		`These are the prior shares, until the first fit after ${plural(warmup, 'step')}.`,

	'msft.waiting': () =>
		'The shares are equal: roll-outs look for overfitting before the first step.',
	/** The most roll-outs that there can be. */
	'msft.preparing': ({ done, of }: Progress) =>
		`Looking for overfitting: roll-out ${done} of at most ${of}`,
	'msft.none': () =>
		'The active skills share the mix equally: no skill overfitted in the roll-outs.',
	/** Skills left out so far, and the next one, with their steps. */
	'msft.active': ({ out, next }: { out: readonly NamedStep[]; next: NamedStep | null }) => {
		const left = out.map(({ name, step }) => `${name} (step ${step})`).join(', ');
		const begin = left ? `Left out since it overfits: ${left}. ` : '';
		const then = next
			? `${next.name} is left out from step ${next.step} on`
			: 'no other one leaves';
		return `${begin}The active skills share the mix equally; ${then}.`;
	},

	'regmix.waiting': () =>
		'These are the prior shares: trial runs on random mixes come before the first step.',
	'regmix.preparing': ({ done, of }: Progress) => `Trial run ${done} of ${of} on a random mix`,
	/** The skill with the largest share; the predicted loss, nats. */
	'regmix.mix': ({ name, share, loss }: NamedShare & { loss: number }) =>
		`This is the mean of the mixes with the lowest predicted loss, ${loss.toFixed(2)} nats, held ` +
		`fixed; ${name} has most, ${percent(share)}.`,
	'regmix.kept': ({ name, share }: NamedShare) =>
		`The ratios of all skills are kept, so nothing was tried; ${name} has most, ${percent(share)}.`,
	'regmix.law': ({ trials }: { trials: number }) =>
		`Mean validation loss of the targets after each of ${plural(trials, 'trial run')}, by its ` +
		'mix. A trial is predicted by a law that was fitted without it.',

	/** tau: null if the prior is equal. */
	'scorer.waiting': ({
		tau,
		firstUpdate,
		interval,
	}: {
		tau: number | null;
		firstUpdate: number;
		interval: number;
	}) => {
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
	'scorer.still': ({
		steps,
		largest,
		isAtTarget,
	}: {
		steps: number;
		largest: number;
		isAtTarget: boolean;
	}) =>
		`After ${plural(steps, 'step')} no share moved by more than ` +
		`${(largest * 100).toPrecision(1)} points: ` +
		(isAtTarget
			? 'the shares have reached R/ΣR.'
			: "the scorer's steps are small. " +
				'Raise its learning rate or its steps per update to move the shares faster.'),
	'scorer.allZero': ({ steps }: { steps: number }) =>
		`The shares stay the same: after ${plural(steps, 'step')} every reward was 0.`,
	'scorer.oneSkill': () => 'Only one skill is trained, so its share stays 100 %.',
	'scorer.cosines': () =>
		'Cosine of the mean last hidden states of a few training examples of each skill. ' +
		'It changes as the model trains. ' +
		'It is not transfer: it does not say how much training on one skill helps another.',
	'scorer.unknown': ({ name, steps }: { name: string; steps: number }) =>
		`The reward of ${name} after ${plural(steps, 'step')} is not a finite number, ` +
		'so the scorer uses the last finite one.',
	'scorer.tooLarge': ({ steps }: { steps: number }) =>
		`The shares stayed the same: after ${plural(steps, 'step')} the rewards were too large.`,
	/** loss: at the first update and now, if it is the evidence instead of the right answers. */
	'scorer.mastered': ({
		name,
		share,
		reward,
		measured,
		right,
		loss,
	}: RewardFailure & { loss: readonly [number, number] | null }) => {
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
	'scorer.unlearnt': ({ name, share, reward, measured, right }: RewardFailure) =>
		`${name} gets ${percent(share)} of the examples but does not learn: ` +
		`over the last 16 updates its ${rewards[reward].long} stayed at ${measured.toFixed(2)}, ` +
		`and ${percent(right)} of its answers are right. ` +
		'Its answers may be wrong, or it is too hard for this model. ' +
		'The reward stays high in both cases.',
	/** baseLoss: nats per token. */
	'scorer.starved': ({
		name,
		share,
		measured,
		right,
		baseLoss,
	}: RewardFailure & { baseLoss: number }) =>
		`${name} gets only ${percent(share)} of the examples, ` +
		`although only ${percent(right)} of its answers are right: ` +
		`the base model does not know its format (perplexity ${Math.exp(baseLoss).toFixed(0)}). ` +
		`A little training lowered its relative perplexity to ${measured.toFixed(3)}, ` +
		'which the reward mistakes for an easy skill.',

	/** size: if the policy chose the target itself, because it has the fewest examples. */
	'mospec.target': ({ name, size }: { name: string; size: number | null }) =>
		`The target is ${name}` +
		(size === null ? '.' : `, which has the fewest training examples (${whole(size)}).`),

	'random-examples.mix': ({ size }: { size: number }) =>
		`Each of the ${plural(size, 'example')} has the same chance and comes once before any repeats.`,

	'highest-loss.start': () => 'The first batch is random: no loss is measured yet.',
	'highest-loss.batch': ({
		share,
		end,
		candidates,
		chosen,
		all,
	}: ChosenCandidates & { end: 'highest' | 'lowest' }) =>
		`The next batch has the ${percent(share)} of ${end} loss among ${candidates} random ` +
		`candidates: ${chosen.toFixed(2)} nats on average, ${all.toFixed(2)} for all of them.`,

	'rho-loss.start': () => 'The first batch is random: no reducible loss is measured yet.',
	/** The means are of reducible losses. */
	'rho-loss.batch': ({ share, candidates, chosen, all }: ChosenCandidates) =>
		`The next batch has the ${percent(share)} of highest reducible loss among ${candidates} ` +
		`random candidates: ${chosen.toFixed(2)} nats on average, ${all.toFixed(2)} for all of them.`,
	'rho-loss.preparing': ({ done, of }: Progress) =>
		`Training on one half of the rows: ${done} of ${of}`,
	'rho-loss.noAuxiliary': () =>
		'The run has no auxiliary model, so its base weights give the irreducible loss: ' +
		'what the run has already learnt looks least reducible, also where the answers are wrong. ' +
		'Choose an auxiliary model, or the models of the two halves.',

	'length.start': () => 'All examples are drawn: the answers are not measured yet.',
	'length.kept': ({ size, share, least }: SelectedExamples) =>
		`Only the ${plural(size, 'example')} with the longest answers are drawn ` +
		`(${percent(share)} of all): ${plural(least, 'token')} or more.`,

	'ifd.start': () => 'All examples are drawn: the ratios are not measured yet.',
	'ifd.kept': ({ size, share, least }: SelectedExamples) =>
		`Only ${plural(size, 'example')} are drawn (${percent(share)} of all): ` +
		'those with the highest ratio below 1' +
		(least > 0
			? `, ${least.toFixed(2)} or more.`
			: '. There were too few, so some have a prompt that did not help.'),

	'within.kept': ({ by, share }: { by: keyof typeof rowRules; share: number }) =>
		`Rows within each skill: ${rowRules[by]}, ${percent(share)}.`,

	'pool.measuring': ({ done, of }: Progress) =>
		`Measuring the examples: ${whole(done)} of ${whole(of)}`,

	'raise.waiting': () => 'The selector is trained before the first step.',
	'raise.online': () => 'The selector learns in the run and starts with random choices.',
	'raise.episode': () => 'The selector tries choices and measures their rewards.',
	'raise.picked': ({ candidates, most }: { candidates: number; most: readonly NamedShare[] }) =>
		`Of ${plural(candidates, 'candidate')} the selector picked mostly ${skillsWithShares(most)}.`,
	'raise.lastBatch': ({ most }: { most: readonly NamedShare[] }) =>
		`The selector's last batch was ${skillsWithShares(most)}.`,
	'raise.loss': ({ targets, loss, start }: { targets: Names; loss: number; start: number }) =>
		`The validation loss of ${targets.length === 0 ? 'all skills' : names.format(targets)} ` +
		`is ${loss.toFixed(2)} nats; at the start it was ${start.toFixed(2)}.`,
	'raise.unlearnt': () => 'It has not learnt yet, so it chooses at random.',
	'raise.learnt': ({ updates }: { updates: number }) =>
		`It has learnt ${plural(updates, 'time')} from its choices in this run.`,
	'raise.influences': () =>
		'Share of the last choice that changes if the feature has its mean value, ' +
		'with the same random numbers.',
	/** loss: of the episode before, nats. */
	'raise.training': ({
		episode,
		episodes,
		loss,
	}: {
		episode: number;
		episodes: number;
		loss: number | null;
	}) =>
		`Training the selector: episode ${episode} of ${episodes}` +
		(loss === null ? '' : `, validation loss ${loss.toFixed(2)}`),
	'raise.withheld': ({ name, count }: { name: string; count: number }) =>
		`${name} has no validation examples: ${count} of its training examples ` +
		'measure the reward instead and are never picked.',
	'raise.noisy': ({ name, count }: { name: string; count: number }) =>
		`The reward of a step is mostly noise: ${name} has only ${plural(count, 'example')} ` +
		'to measure it.',
	'raise.broken': ({ times }: { times: number }) =>
		`The validation loss was not a finite number ${plural(times, 'time')}; ` +
		'the previous value was kept.',
	'raise.repeats': ({ few, pool }: { few: number; pool: number }) =>
		`The same ${plural(few, 'example')} make up more than half of the picks so far, ` +
		`out of a pool of ${whole(pool)}. ` +
		'Sample instead of choosing greedily, raise the temperature, or cap the repeats.',
	/** Losses at the end of the first roll-out, and over the last `count` of them. */
	'raise.noBetter': ({ first, count, last }: { first: number; count: number; last: number }) =>
		'The selector is no better than random choice on validation: ' +
		`its first roll-out, at random, ended at ${first.toFixed(2)} nats, ` +
		`the last ${count} at ${last.toFixed(2)} on average.`,
};
export const policySentences = inLanguage('policySentences', policyEnglish);

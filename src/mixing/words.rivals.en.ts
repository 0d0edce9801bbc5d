/** English sentences of rival policies, from Skill-It's roll-outs to RHO-LOSS. */
import { plural, type Catalogue } from '#engine/core/message.ts';
import type { PolicyMessages } from './messages.ts';
import { percent } from './shares.ts';

export const rivalEnglish = {
	'skill-it.alone': ({ name }) => `Only ${name} is trained.`,
	'aioli.start': () => 'The shares are equal until the first sweeps over the skills.',
	'aioli.sweep': ({ name, share, steps, done, of }) =>
		`Sweep ${done} of ${of}: ${percent(share)} of the next ${plural(steps, 'step')} is ${name}, ` +
		'to measure how it moves all losses.',
	'aioli.kept': ({ name }) =>
		`${name} keeps its last validation loss: the new one is not a finite number.`,
	'aioli.law': () =>
		"Fall of the column's validation loss by the row's share in a sweep, as the last update " +
		'used it. Each sweep is short and within a mix, so the entries are noisy.',
	'doremi.waiting': () =>
		'The shares are equal: the reference and the proxy are trained before the first step.',
	'doremi.preparing': ({ done, of }) =>
		`Training the ${done === 1 ? 'reference' : 'proxy'} run: ${done} of ${of}`,
	'doremi.start': () => 'The shares are equal until the first excess loss is measured.',
	'doremi.average': ({ name, share }) =>
		`These are the proxy run's average shares, held fixed; ${name} has most, ${percent(share)}.`,
	'doremi.kept': ({ name }) =>
		`${name} keeps its last excess loss: the new one is not a finite number.`,
	'ado.start': ({ warmup }) =>
		`These are the prior shares, until the first fit after ${plural(warmup, 'step')}.`,
	'msft.waiting': () =>
		'The shares are equal: roll-outs look for overfitting before the first step.',
	'msft.preparing': ({ done, of }) => `Looking for overfitting: roll-out ${done} of at most ${of}`,
	'msft.none': () =>
		'The active skills share the mix equally: no skill overfitted in the roll-outs.',
	'msft.active': ({ out, next }) => {
		const left = out.map(({ name, step }) => `${name} (step ${step})`).join(', ');
		const begin = left ? `Left out since it overfits: ${left}. ` : '';
		const then = next
			? `${next.name} is left out from step ${next.step} on`
			: 'no other one leaves';
		return `${begin}The active skills share the mix equally; ${then}.`;
	},
	'regmix.waiting': () =>
		'These are the prior shares: trial runs on random mixes come before the first step.',
	'regmix.preparing': ({ done, of }) => `Trial run ${done} of ${of} on a random mix`,
	'regmix.mix': ({ name, share, loss }) =>
		`This is the mean of the mixes with the lowest predicted loss, ${loss.toFixed(2)} nats, held ` +
		`fixed; ${name} has most, ${percent(share)}.`,
	'regmix.kept': ({ name, share }) =>
		`The ratios of all skills are kept, so nothing was tried; ${name} has most, ${percent(share)}.`,
	'regmix.law': ({ trials }) =>
		`Mean validation loss of the targets after each of ${plural(trials, 'trial run')}, by its ` +
		'mix. A trial is predicted by a law that was fitted without it.',
	'rho-loss.start': () => 'The first batch is random: no reducible loss is measured yet.',
	'rho-loss.batch': ({ share, candidates, chosen, all }) =>
		`The next batch has the ${percent(share)} of highest reducible loss among ${candidates} ` +
		`random candidates: ${chosen.toFixed(2)} nats on average, ${all.toFixed(2)} for all of them.`,
	'rho-loss.preparing': ({ done, of }) => `Training on one half of the rows: ${done} of ${of}`,
	'rho-loss.noAuxiliary': () =>
		'The run has no auxiliary model, so its base weights give the irreducible loss: ' +
		'what the run has already learnt looks least reducible, also where the answers are wrong. ' +
		'Choose an auxiliary model, or the models of the two halves.',
} satisfies Partial<Catalogue<PolicyMessages>>;

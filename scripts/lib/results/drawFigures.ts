/** Draws one figure per published study in the page, as an SVG file whose text is text. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InternalError } from '#engine/core/errors.ts';
import type { Law } from '#lab/features/explain/page/why/lawPanel.ts';
import { studyReport, type StudyReport } from '#lab/features/studies/model/report.ts';
import { drawnFigures } from '../bench/report.ts';
import { openSite } from '../bench/site.ts';
import { publishedStudy, resultsFolder } from './publishedStudy.ts';

/** A figure `name` of a report, which shows a claim. `file`: its name, if not the study's. */
interface Claim {
	readonly study: string;
	readonly name: string;
	readonly file?: string;
	/** The policy that others stand against. */
	readonly reference?: string;
	/** The only measure: the score of this skill. */
	readonly target?: string;
	/** The policies that it shows. */
	readonly policies?: (label: string) => boolean;
	/** Names of factors: one row per combination. */
	readonly groupBy?: readonly string[];
	/** Studies of the same experiment with other seeds, whose cells count too. */
	readonly with?: readonly string[];
}

const raiseTargets = ['json', 'sort', 'rev'];
const claims: readonly Claim[] = [
	{ study: 'policies', name: 'forest', reference: 'uniform' },
	{ study: 'primed', name: 'forest', reference: 'stratified' },
	{
		study: 'primed',
		name: 'forest',
		file: 'all-policies',
		reference: 'stratified',
		with: ['primed-thirty', 'regmix-primed', 'primed-rivals', 'primed-others', 'primed-raise'],
	},
	{ study: 'mos-selection', name: 'forest', reference: 'uniform' },
	{ study: 'mos-table', name: 'planned' },
	{
		study: 'mos-table',
		name: 'shares',
		file: 'mos-table-shares',
		groupBy: ['policy'],
		policies: (label) => !/τ|averaged|proportional/.test(label),
	},
	{ study: 'mos-300', name: 'planned' },
	{ study: 'mos-300', name: 'steps-average', file: 'mos-300-steps' },
	{ study: 'mos-length', name: 'planned' },
	{ study: 'mean-mix', name: 'planned' },
	{ study: 'mos-thirty', name: 'planned' },
	{ study: 'mos-length-thirty', name: 'planned' },
	{ study: 'primed-raise', name: 'planned' },
	{ study: 'primed-others', name: 'planned' },
	{ study: 'olmix-reuse', name: 'planned' },
	{ study: 'real-text', name: 'planned' },
	{ study: 'primed-noise', name: 'planned' },
	{ study: 'regmix-primed', name: 'planned' },
	{ study: 'primed-thirty', name: 'planned' },
	{ study: 'primed-bases', name: 'planned' },
	{ study: 'primed-rivals', name: 'planned' },
	{ study: 'mospec-targets', name: 'planned' },
	{ study: 'noise', name: 'forest', reference: 'uniform' },
	{ study: 'mastered', name: 'forest', reference: 'uniform' },
	{ study: 'mos-presets', name: 'forest', reference: 'uniform' },
	{ study: 'mospec-json', name: 'Scores' },
	{ study: 'mospec-sort', name: 'Scores' },
	{ study: 'mospec-sub', name: 'Scores' },
	{ study: 'noisy-pool', name: 'Scores' },
	...raiseTargets.map((target): Claim => ({
		study: 'raise-controls',
		name: 'Scores',
		file: `raise-controls-${target}`,
		target,
		policies: (label) => !raiseTargets.some((other) => other !== target && label.includes(other)),
	})),
	{ study: 'raise-oracles', name: 'planned' },
	{ study: 'raise-share', name: 'Scores' },
	{ study: 'raise-paper', name: 'planned' },
	{ study: 'raise-no-tutor', name: 'planned' },
	{ study: 'blend', name: 'Domain-against-general' },
	{ study: 'blend-primed', name: 'Domain-against-general' },
	{ study: 'sizes-epochs', name: 'Scores' },
	{ study: 'sizes-epochs-cosine', name: 'planned' },
];

/** The law of one run of regmix-primed, from its events (npm run bench -- --events). */
const lawAbout = 'RegMix on skillet-primed, seed 71: 48 trials of 40 steps';

export async function drawFigures(log: (line: string) => void): Promise<void> {
	const site = await openSite(null, log);
	try {
		const lab = await site.open();
		const folder = path.join(resultsFolder, 'figures');
		mkdirSync(folder, { recursive: true });
		for (const claim of claims) {
			const { study, name } = claim;
			const figures = await drawnFigures(lab, makeReport(claim));
			const found = figures.find((figure) => path.parse(figure.name).name === name);
			if (!found)
				throw new InternalError(
					`${study} has no figure ${name}: ${figures.map((figure) => figure.name).join(', ')}.`,
				);
			const file = path.join(folder, `${claim.file ?? study}.svg`);
			writeFileSync(file, found.text);
			log(file);
		}
		const text = await lab.page.evaluate(
			([law, about]) => window.skillet!.lawSvg(JSON.parse(law) as Law, about),
			[readFileSync(`${resultsFolder}/regmix-primed-law.json`, 'utf8'), lawAbout] as const,
		);
		const file = path.join(folder, 'regmix-primed-law.svg');
		writeFileSync(file, text);
		log(file);
		await lab.close();
	} finally {
		await site.close();
	}
}

function makeReport({
	study: name,
	reference,
	target,
	policies = () => true,
	groupBy,
	with: others = [],
}: Claim): StudyReport {
	const parts = [name, ...others].map(publishedStudy);
	const [{ study, skills }] = parts;
	const all = parts.flatMap((part) => part.study.policies);
	const labels = [...new Set(all.map(({ label }) => label))].filter(policies);
	const shown = {
		...study,
		target: target ?? study.target,
		policies: labels.map((label) => all.find((policy) => policy.label === label)!),
		seeds: [...new Set(parts.flatMap((part) => part.study.seeds))],
	};
	const results = parts.flatMap((part) => part.results);
	const isShown = ({ factors }: (typeof results)[number]) => policies(`${factors.policy}`);
	const report = studyReport(shown, skills, results.filter(isShown), { reference, groupBy });
	if (target === undefined) return report;
	return { ...report, measures: report.measures.filter(({ id }) => id === 'target') };
}

/** Draws one figure per published study in the page, as an SVG file whose text is text. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InternalError } from '#core/errors.ts';
import type { Law } from '#features/explain/page/why/lawPanel.ts';
import { studyReport, type StudyReport } from '#features/studies/model/report.ts';
import { drawnFigures } from '../bench/report.ts';
import { openSite } from '../bench/site.ts';
import { publishedStudy, resultsFolder } from './publishedStudy.ts';

/** The figure that shows a study's claim, by its name, and the policy that others stand against. */
const figureByStudy: Readonly<Record<string, { name: string; reference?: string }>> = {
	policies: { name: 'forest', reference: 'uniform' },
	primed: { name: 'forest', reference: 'stratified' },
	'mos-selection': { name: 'forest', reference: 'uniform' },
	'mos-table': { name: 'planned' },
	'real-text': { name: 'planned' },
	'primed-noise': { name: 'planned' },
	'regmix-primed': { name: 'planned' },
	'primed-thirty': { name: 'planned' },
	'primed-bases': { name: 'planned' },
	'primed-rivals': { name: 'planned' },
	'mospec-targets': { name: 'planned' },
	noise: { name: 'forest', reference: 'uniform' },
	mastered: { name: 'forest', reference: 'uniform' },
	'mos-presets': { name: 'forest', reference: 'uniform' },
	'mospec-json': { name: 'Scores' },
	'mospec-sort': { name: 'Scores' },
	'mospec-sub': { name: 'Scores' },
	'noisy-pool': { name: 'Scores' },
	'raise-share': { name: 'Scores' },
	'raise-paper': { name: 'planned' },
	blend: { name: 'Domain-against-general' },
	'blend-primed': { name: 'Domain-against-general' },
	'sizes-epochs': { name: 'Scores' },
	'sizes-epochs-cosine': { name: 'planned' },
};

/** The law of one run of regmix-primed, from its events (npm run bench -- --events). */
const lawAbout = 'RegMix on skillet-primed, seed 71: 48 trials of 40 steps';

export async function drawFigures(log: (line: string) => void): Promise<void> {
	const site = await openSite(null, log);
	try {
		const lab = await site.open();
		const folder = path.join(resultsFolder, 'figures');
		mkdirSync(folder, { recursive: true });
		for (const [study, { name, reference }] of Object.entries(figureByStudy)) {
			const figures = await drawnFigures(lab, makeReport(study, reference));
			const found = figures.find((figure) => path.parse(figure.name).name === name);
			if (!found)
				throw new InternalError(
					`${study} has no figure ${name}: ${figures.map((figure) => figure.name).join(', ')}.`,
				);
			const file = path.join(folder, `${study}.svg`);
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

function makeReport(name: string, reference: string | undefined): StudyReport {
	const { study, skills, results } = publishedStudy(name);
	return studyReport(study, skills, results, { reference });
}

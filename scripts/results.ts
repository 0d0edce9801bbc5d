/**
 * `npm run results`: writes the reports of docs/guide/results again from their CSV files, and
 * checks each cell of the tables in docs/guide/results/details.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { flag, outputFolder, readCommand, text, whole } from './lib/command.ts';
import { resultsPage, wrongPageCells } from './lib/results/checkFigures.ts';
import { drawFigures } from './lib/results/drawFigures.ts';
import { writeInfluences } from './lib/results/influences.ts';
import { pilotText } from './lib/results/power.ts';
import { writeShelf } from './lib/results/shelf.ts';
import {
	formattedReport,
	publishedLatex,
	publishedNames,
	reportFile,
} from './lib/results/publishedReport.ts';

const options = readCommand({
	name: 'npm run results',
	purpose:
		'Writes the published reports again from their CSV files and checks the tables of the page ' +
		'about them.',
	example: '--power policies --seeds 30 --effect 2',
	options: {
		power: text('NAME', 'Only the power of a new study: a published study or a --json file'),
		seeds: whole('Seeds of the new study (default: 5)'),
		effect: text('N', 'Difference to detect, in points or nats (default: 2)'),
		comparisons: whole('Comparisons of the new study (default: those of the pilot)'),
		influences: text(
			'TUTOR,BASE',
			"Only the influence of RAISE's features, from two folders of bench --events",
		),
		figures: flag('Also draws the figures of docs/guide/results/figures in a browser'),
		latex: outputFolder('Also writes the tables as LaTeX into this folder', undefined),
	},
});

if (options.power !== undefined) {
	const { power, seeds = 5, effect = '2', comparisons = null } = options;
	console.log(pilotText(power, { seeds, effect: Number(effect), comparisons }));
	process.exit();
}

if (options.influences !== undefined) {
	const [tutor, base] = options.influences.split(',');
	console.log(writeInfluences({ tutor, base }));
	process.exit();
}

const names = publishedNames();
for (const name of names) writeFileSync(reportFile(name), await formattedReport(name));
console.log(`${names.length} reports are written from their CSV files.`);

if (options.latex !== undefined)
	for (const name of names) {
		mkdirSync(options.latex, { recursive: true });
		writeFileSync(path.join(options.latex, `${name}.tex`), publishedLatex(name));
	}
if (options.figures) await drawFigures(console.log);
for (const line of writeShelf()) console.log(line);

const wrong = wrongPageCells();
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = exitCodes.failed;
else console.log(`Each cell of the tables in ${resultsPage} follows from the CSV files.`);

/**
 * `npm run results`: writes the reports of docs/guide/results again from their CSV files, and
 * checks each cell of the tables in docs/guide/results/details.md.
 */
import { writeFileSync } from 'node:fs';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { readCommand } from './lib/command.ts';
import { resultsPage, wrongPageCells } from './lib/results/checkFigures.ts';
import { formattedReport, publishedNames, reportFile } from './lib/results/publishedReport.ts';

readCommand({
	name: 'npm run results',
	purpose:
		'Writes the published reports again from their CSV files and checks the tables of the page ' +
		'about them.',
	example: '',
	options: {},
});

const names = publishedNames();
for (const name of names) writeFileSync(reportFile(name), await formattedReport(name));
console.log(`${names.length} reports are written from their CSV files.`);

const wrong = wrongPageCells();
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = exitCodes.failed;
else console.log(`Each cell of the tables in ${resultsPage} follows from the CSV files.`);

/** The LaTeX of each published study compiles with pdflatex, where there is one. Long form only. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { studyReport } from '#lab/study/report.ts';
import { studyLatex } from '#lab/features/studies/model/reportTables.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { publishedStudy, studyNames } from '../../../scripts/lib/shelf/published.ts';
import { isLong } from '../../support/suite.ts';
import { testFolder } from '../../support/testFolder.ts';

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;

test.skipIf(!isLong || !hasLatex).each(studyNames)(
	'the tables of %s compile, and none is larger than a page',
	(name) => {
		const { study, results } = publishedStudy(name);
		const folder = testFolder();
		const text = [
			'\\documentclass[a4paper]{article}',
			'\\usepackage{booktabs, graphicx}',
			'\\begin{document}',
			studyLatex(studyReport(study, builtinInfos(), results)),
			'\\end{document}',
		];
		writeFileSync(path.join(folder, 'study.tex'), text.join('\n'));
		const { status, stdout } = spawnSync(
			'pdflatex',
			['-halt-on-error', '-interaction=nonstopmode', 'study.tex'],
			{ cwd: folder, encoding: 'utf8' },
		);
		expect(stdout).not.toMatch(/^! |^Overfull|^Missing character|Float too large/m);
		expect(status).toBe(0);
		expect(existsSync(path.join(folder, 'study.pdf'))).toBe(true);
	},
);

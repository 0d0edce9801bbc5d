/** The frame of the benchmarks: a command with --json FILE, which gets all figures. */
import { cpus, loadavg } from 'node:os';
import {
	outputFile,
	readCommand,
	type Answers,
	type Command,
	type Options,
} from '../../scripts/lib/command.ts';
import { runScript } from '../../scripts/lib/faults.ts';
import { writeJson } from '../../scripts/lib/output.ts';

/**
 * `measure` prints tables and returns all figures. The file has the processor too, and the load of
 * the machine before and after. The process ends, whatever a measured program leaves open.
 */
export const runBenchmark = <Declared extends Options>(
	command: Command<Declared>,
	measure: (options: Answers<Declared>) => Promise<object>,
): Promise<void> =>
	runScript(async () => {
		const options = { ...command.options, json: outputFile('All figures') };
		const answers = readCommand({ ...command, options }) as unknown as Answers<Declared> & {
			readonly json: string | undefined;
		};
		const before = loadavg()[0];
		const figures = await measure(answers);
		const load = [before, loadavg()[0]];
		console.log(`Load of the machine: ${load.map((value) => value.toFixed(1)).join(' to ')}`);
		writeJson(answers.json, { processor: cpus()[0]?.model, load, ...figures });
		process.exit();
	});

/**
 * Runs AssemblyScript for several lists of words: `tsx compileWasm.ts '[["a.ts", …], …]'`. A
 * process of its own, because it fills a core for 13 s, in which the page is bundled.
 */
import { main } from 'assemblyscript/asc';

for (const words of JSON.parse(process.argv[2] ?? '[]') as string[][]) {
	const { error } = await main(words, { stderr: process.stderr });
	if (error) process.exit(1);
}

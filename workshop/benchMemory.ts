/** `bench:memory`: predicted and measured memory of runs (docs/benchmarks.md). */
import { baseStorages } from '../src/engine/model/adapterSettings.ts';
import published from '../tests/golden/published.json' with { type: 'json' };
import { baseConfigs } from '../scripts/lib/baseConfig.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { flag, oneOf, someOf, whole } from '../scripts/lib/command.ts';
import { measureAdapters, measureRuns } from './memory/deviceMemory.ts';
import { measureProcess } from './memory/processMemory.ts';

const measures = { runs: measureRuns, adapters: measureAdapters, process: measureProcess };
const parts = ['runs', 'adapters', 'process'] as const;
const shapes = published.models.map(({ name }) => name);

await runBenchmark(
	{
		name: 'npm run --prefix workshop bench:memory',
		purpose: 'Predicted and measured memory: of runs, of adapters, or of the whole process.',
		example: '--only process --shape Qwen3-0.6B --trained int8',
		options: {
			only: oneOf(
				parts,
				'runs',
				'The default experiment with kept and recomputed activations; adapters beside each base ' +
					'of 135M parameters; or a model in a published shape, opened, trained and stored',
			),
			models: someOf(
				Object.keys(baseConfigs) as (keyof typeof baseConfigs)[],
				'With runs: shapes of models, with fresh weights',
			),
			shape: oneOf(shapes, 'Qwen3-0.6B', 'With process: the shape'),
			trained: oneOf(
				[...baseStorages, 'all' as const],
				'nf4',
				'With process: all weights, or LoRA beside this base',
			),
			steps: whole('Training steps (default: 6; with process: 2)'),
			threads: whole('Threads of the processor (default: 1; with process: all)', { to: 64 }),
			webgpu: flag('WebGPU in Node instead of the processor'),
		},
	},
	({ only, ...options }) => measures[only](options),
);

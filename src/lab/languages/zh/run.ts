/** Chinese sentences of the messages in a run's events, and of the progress of long tasks. */
import { runText, type runEnglish } from '#lab/run/words.en.ts';
import { policySentencesChinese } from './policySentences.ts';

export const runChinese: typeof runEnglish = {
	...policySentencesChinese,

	'precision.single': () => '混合精度需要 WebGPU。在这台设备上，训练使用单精度：它的曲线略有不同。',
	'precision.adapter': () => '适配器用单精度训练。',
	'activations.recomputed': () =>
		'内存太小，无法为反向传播保留激活值：会重新计算。数值相同，但每一步更慢。',
	'operations.tfjs': ({ names }) =>
		`实验室没有 ${names.join('、')} 的内核，由 TensorFlow.js 计算：结果有效，但每一步更慢。`,
	'run.evaluating': () => '正在评估',
	'run.sampling': () => '正在写回答样例',

	'rows.cut': ({ context, skills }) => {
		const counts = skills.map(({ name, cut, rows }) => `${name} 的 ${rows} 行中有 ${cut} 行`);
		return (
			`超过 ${context} 个 token 的上下文长度：${counts.join('，')}。` +
			'这些行会被截断，提示从左边截，文本和答案从末尾截。' +
			'在设置中把上下文长度提高到模型能读的长度，就能完整地训练。'
		);
	},
	'rows.rejected': ({ skills }) => {
		const counts = skills.map(
			({ name, rejected, rows, why }) =>
				`${name} 的 ${rows} 行中有 ${rejected} 行（${runText(why)}）`,
		);
		return `因为不符合模型的对话模板而略去：${counts.join('；')}。`;
	},
	'backend.changed': ({ before, now }) =>
		`这次训练在 ${before} 上开始，在 ${now} 上继续：曲线的末位数字可能不同。`,
	'run.reopened': ({ step }) => `这次训练曾经失败，在第 ${step} 步重新打开。`,

	'run.diverged': ({ cause, step, kept, learningRate, suggested }) =>
		`${runText(cause)}训练在第 ${step} 步停止。${keptText(kept)}` +
		`请用学习率 ${suggested} 代替 ${learningRate} 重新开始。`,
	'run.broke': ({ cause, step, kept }) =>
		`训练在第 ${step} 步之后停止：${runText(cause)}${keptText(kept)}` +
		(kept === null ? '请开始新的训练。' : '重新打开这次训练即可继续。'),

	'model.reading': ({ name }) => `正在读取${name === null ? '模型' : ` ${name}`}`,
	'model.fetching': ({ name }) => `正在下载 ${name}`,
	'model.finding': ({ name }) => `正在查找 ${name}`,
	'model.waiting': ({ name, why, seconds }) => {
		const whys = { asked: '模型站要求等待', broken: '没有连接', failed: '模型站出错' };
		const next = seconds === 0 ? '正在重试' : `${seconds} 秒后重试`;
		return `正在下载 ${name}：${whys[why]}，${next}`;
	},
	'skill.reading': ({ name }) => `正在读取 ${name}`,
	'device.opening': () => '正在打开设备',
	'device.measuring': () => '正在测量 GPU',
	'device.testing': () => '正在检测 GPU',
	'device.timing': ({ model }) => `正在测量 ${model} 的训练步`,
	'selfTest.kernel': ({ kernel, error }) => `运算 ${kernel} 算出错误的数值：${error}。`,
	'selfTest.steps': ({ step, gpu, processor }) =>
		`第 ${step} 个训练步的损失是 ${gpu}，而不是 ${processor}。`,
	'selfTest.error': ({ cause }) => `自检因错误而结束：${cause}`,
	'selfTest.hang': ({ seconds }) => `GPU 在 ${seconds} 秒内没有响应。`,
	'selfTest.compiling': ({ seconds }) => `GPU 驱动的编译器在 ${seconds} 秒内没有完成。`,
	'device.recovering': ({ reason, step }) => `GPU 丢失（${reason}）。训练从第 ${step} 步继续。`,
	'device.lost': ({ reason }) =>
		`GPU 丢失（${reason}）。需要时会重新打开：正在进行的训练会从最近的检查点自动继续。`,
};

const keptText = (step: number | null) =>
	step === null
		? '这次训练没有保留任何内容：它的数据已被另一个标签页或浏览器删除。'
		: `到第 ${step} 步为止的内容都已保留。`;

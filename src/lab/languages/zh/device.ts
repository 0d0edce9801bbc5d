/** Chinese words of the dialog about the device. */
import type { deviceEnglish } from '#lab/features/device/words.en.ts';

export const deviceChinese: typeof deviceEnglish = {
	title: '设备',
	about:
		'自检会把引擎的每个运算与其定义对比，并把十步训练的结果与处理器的结果对比。' +
		'未通过自检的图形处理器不会被使用。',
	failed: '图形处理器未通过自检，改由处理器训练。',
	failedMend: '请把报告发给我们，以便修复：其中不含任何文件名和你的数据。',
	openReport: '报告',
	test: '检测 GPU',
	measure: '测量这台设备',
	measureHint:
		'自检、矩阵乘法的速度，以及内置模型在图形处理器和处理器上每个训练步的用时。大约需要一分钟。',
	measuring: '正在测量',
	cannot: '无法测量这台设备：',
	steps: '每个训练步的用时',
	tiles: '不同分块的矩阵乘法速度',
	copy: '复制文本',
	copied: '已复制',
	save: '保存为 JSON',
	issue:
		'页面不会发送任何内容。如需报告，请在项目的仓库中新建标题为“Device report”的 issue，' +
		'粘贴文本并附上 JSON 文件。',
	reload: '如果结果有变化，请重新加载页面以使用新结果。',
	columns: {
		model: '模型',
		parameters: '参数量',
		webgpu: 'WebGPU，毫秒',
		wasm: '处理器，毫秒',
		product: '矩阵乘法',
		outputs: '输出',
		tile: '分块',
		gflops: 'GFLOPS',
	},
};

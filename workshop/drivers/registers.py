"""Registers that AMD's compiler (RADV) gives each shader, without a card: JSON.

RADV_FORCE_FAMILY chooses the chip. Arguments: shaders.json and the folder of SPIR-V files, which
are named by the shaders' keys.
"""

import json
import sys
from pathlib import Path

from vulkan import *  # noqa: F403

COUNTS = {
    "VGPRs": "vgprs",
    "Spilled VGPRs": "spilledVgprs",
    "Spilled SGPRs": "spilledSgprs",
    "Scratch size": "scratch",
    "LDS size": "workgroupBytes",
    "Subgroups per SIMD": "waves",
    "Code size": "codeBytes",
}


def open_device():
    version = VK_MAKE_VERSION(1, 3, 0)
    app = VkApplicationInfo(apiVersion=version)
    instance = vkCreateInstance(VkInstanceCreateInfo(pApplicationInfo=app), None)
    physical = vkEnumeratePhysicalDevices(instance)[0]
    # What Dawn enables where a device has it.
    features = VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR(pipelineExecutableInfo=True)
    features = VkPhysicalDeviceRobustness2FeaturesEXT(pNext=features, robustBufferAccess2=True)
    features = VkPhysicalDeviceVulkan12Features(
        pNext=features,
        vulkanMemoryModel=True,
        vulkanMemoryModelDeviceScope=True,
        shaderFloat16=True,
    )
    features = VkPhysicalDeviceVulkan13Features(
        pNext=features,
        shaderZeroInitializeWorkgroupMemory=True,
        subgroupSizeControl=True,
        computeFullSubgroups=True,
    )
    plain = VkPhysicalDeviceFeatures(robustBufferAccess=True)
    features = VkPhysicalDeviceFeatures2(pNext=features, features=plain)
    queue = VkDeviceQueueCreateInfo(queueFamilyIndex=0, queueCount=1, pQueuePriorities=[1.0])
    names = ["VK_KHR_pipeline_executable_properties", "VK_EXT_robustness2"]
    device = vkCreateDevice(
        physical,
        VkDeviceCreateInfo(
            pNext=features, pQueueCreateInfos=[queue], ppEnabledExtensionNames=names
        ),
        None,
    )
    return device


def compile_pipeline(device, code, storages, has_uniforms):
    module = vkCreateShaderModule(
        device, VkShaderModuleCreateInfo(codeSize=len(code), pCode=code), None
    )
    types = [VK_DESCRIPTOR_TYPE_STORAGE_BUFFER] * storages
    if has_uniforms:
        types.append(VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER)
    bindings = [
        VkDescriptorSetLayoutBinding(
            binding=i,
            descriptorType=kind,
            descriptorCount=1,
            stageFlags=VK_SHADER_STAGE_COMPUTE_BIT,
        )
        for i, kind in enumerate(types)
    ]
    sets = vkCreateDescriptorSetLayout(
        device, VkDescriptorSetLayoutCreateInfo(pBindings=bindings), None
    )
    # Tint passes the lengths of buffers as push constants.
    constants = VkPushConstantRange(stageFlags=VK_SHADER_STAGE_COMPUTE_BIT, offset=0, size=128)
    layout = vkCreatePipelineLayout(
        device,
        VkPipelineLayoutCreateInfo(pSetLayouts=[sets], pPushConstantRanges=[constants]),
        None,
    )
    stage = VkPipelineShaderStageCreateInfo(
        stage=VK_SHADER_STAGE_COMPUTE_BIT, module=module, pName="dawn_entry_point"
    )
    create = VkComputePipelineCreateInfo(
        flags=VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR, stage=stage, layout=layout
    )
    return vkCreateComputePipelines(device, None, 1, [create], None)[0]


def main(shaders, folder):
    device = open_device()
    statistics = vkGetDeviceProcAddr(device, "vkGetPipelineExecutableStatisticsKHR")
    rows = []
    for shader in json.loads(Path(shaders).read_text()):
        code = (Path(folder) / f"{shader['key']}.spv").read_bytes()
        storages = len(shader["bindings"])
        pipeline = compile_pipeline(device, code, storages, bool(shader["uniforms"]))
        info = VkPipelineExecutableInfoKHR(pipeline=pipeline, executableIndex=0)
        row = {"key": shader["key"]}
        for statistic in statistics(device, info):
            label = statistic.name
            if label in COUNTS:
                row[COUNTS[label]] = statistic.value.u64
        rows.append(row)
        vkDestroyPipeline(device, pipeline, None)
    print(json.dumps(rows))


main(*sys.argv[1:])

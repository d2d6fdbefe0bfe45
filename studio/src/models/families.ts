/** What families are called by their authors; the server has them in its own spelling. */
const NAMES: Record<string, string> = {
  albert: "ALBERT",
  bert: "BERT",
  convnext: "ConvNeXt",
  "deberta-v2": "DeBERTa",
  distilbert: "DistilBERT",
  efficientnet: "EfficientNet",
  electra: "ELECTRA",
  mobilenet_v2: "MobileNetV2",
  mobilenet_v3: "MobileNetV3",
  modernbert: "ModernBERT",
  mpnet: "MPNet",
  resnet: "ResNet",
  roberta: "RoBERTa",
  swin: "Swin Transformer",
  vit: "ViT and DeiT",
  "xlm-roberta": "XLM-RoBERTa",
};

export function nameOfFamily(family: string): string {
  return NAMES[family] ?? family;
}

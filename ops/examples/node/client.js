// A service in Node beside Braid: sends orders to its input topic, and reads what Braid predicts of
// them. Nothing here is Braid's own but the names of the topics: Avro records of the service's own
// schema in, Braid's registered schema out.
//
//   npm ci && npm start
//
// Settings by environment: KAFKA (localhost:9092), REGISTRY
// (http://localhost:8081/apis/ccompat/v7), PIPELINE (shop), TOPIC (shop.orders), COUNT (200).
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';

const settings = {
  kafka: process.env.KAFKA ?? 'localhost:9092',
  registry: process.env.REGISTRY ?? 'http://localhost:8081/apis/ccompat/v7',
  pipeline: process.env.PIPELINE ?? 'shop',
  topic: process.env.TOPIC ?? 'shop.orders',
  count: Number(process.env.COUNT ?? 200),
};

const ORDER = {
  type: 'record',
  name: 'Order',
  namespace: 'org.example.shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'price', type: 'double' },
    { name: 'country', type: 'string' },
    { name: 'returned', type: ['null', 'boolean'], default: null },
  ],
};

/** The n-th order: dear ones come back, from one country more than from the other. */
function order(n) {
  const price = (n * 37) % 100;
  const country = n % 3 === 0 ? 'NL' : 'PT';
  return { id: `node-${n}`, price, country, returned: price > (country === 'NL' ? 30 : 70) };
}

async function main() {
  const kafka = new Kafka({ clientId: 'shop', brokers: [settings.kafka], logLevel: logLevel.WARN });
  const registry = new SchemaRegistryClient({ baseURLs: [settings.registry] });
  const subject = `${settings.topic}-value`;
  await registry.register(subject, { schemaType: 'AVRO', schema: JSON.stringify(ORDER) });
  const serializer = new AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true });
  const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});

  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = [];
  for (let n = 0; n < settings.count; n++) {
    const value = order(n);
    messages.push({ key: value.id, value: await serializer.serialize(settings.topic, value) });
  }
  await producer.send({ topic: settings.topic, messages, compression: CompressionTypes.None });
  await producer.disconnect();
  console.log(`sent ${messages.length} orders to ${settings.topic}`);

  // Committed records only: every prediction is there exactly once.
  const consumer = kafka.consumer({ groupId: `shop-${process.pid}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic: `${settings.pipeline}.predictions`, fromBeginning: true });
  const seen = new Map();
  let right = 0;
  await new Promise((resolve, reject) => {
    const patience = setTimeout(
      () => reject(new Error(`${seen.size} of ${settings.count} predictions within 150 s`)), 150_000);
    consumer
      .run({
        eachMessage: async ({ topic, message }) => {
          const prediction = await deserializer.deserialize(topic, message.value);
          if (seen.has(prediction.id)) {
            reject(new Error(`${prediction.id} was predicted twice`));
          }
          const [task] = prediction.tasks;
          seen.set(prediction.id, task.value);
          const n = Number(prediction.id.slice('node-'.length));
          // How well it does once it has seen half of them.
          right += n >= settings.count / 2 && task.value > 0.5 === order(n).returned ? 1 : 0;
          if (seen.size === settings.count) {
            clearTimeout(patience);
            resolve();
          }
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  const half = settings.count - Math.ceil(settings.count / 2);
  console.log(`read ${seen.size} predictions, each order's once; right in ${right} of the last ${half}`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);

package io.braid.bench.e2e;

import io.braid.bench.Shape;
import io.braid.bench.peer.MoaLearner;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import io.braid.topology.Application;
import io.braid.topology.TopicAdmin;
import io.braid.topology.Topics;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.process.PredictionWriter;
import io.braid.topology.process.Said;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The topology without Braid's learner: the same decoder, the same settings and an output record of
 * the same size, and in between a dot product ({@code identity}) or a peer's learners, one per task
 * ({@code moa NAME}). It keeps no state that would survive a restart.
 */
final class PlainTopology implements Contestant {

  /** What stands in the learner's place. */
  private interface Answer {
    void to(Row row, float[][] outputs);
  }

  private final Properties settings;
  private final Topics topics;
  private final KafkaStreams streams;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  PlainTopology(Job job, String bootstrapServers, String stateDirectory) {
    Feed feed = job.feed();
    Shape shape = Shape.of("linear tasks=" + feed.tasks() + " features=" + feed.features());
    Pipeline pipeline =
        shape.pipeline(job.name(), job.topic(), job.kafka(bootstrapServers, stateDirectory));
    RegistryClient registry = Feed.registry();
    settings = Application.settings(pipeline);
    topics = Topics.of(pipeline);
    Topology topology = new Topology();
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    topology.addSource("events", bytes, bytes, topics.events());
    topology.addProcessor(
        "answer",
        () -> new AnswerProcessor(pipeline, registry, answer(job.contestant(), feed)),
        "events");
    topology.addSink(
        "predictions",
        topics.predictions(),
        new ByteArraySerializer(),
        new RegistrySerializer<>(
            registry,
            io.braid.schemas.Prediction.getClassSchema(),
            () -> new PredictionWriter(pipeline)),
        "answer");
    streams = new KafkaStreams(topology, new StreamsConfig(settings));
    streams.setUncaughtExceptionHandler(
        e -> {
          failure.compareAndSet(null, e);
          settled.countDown();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            settled.countDown();
          }
        });
  }

  private static Answer answer(String contestant, Feed feed) {
    return contestant.equals("identity")
        ? new DotProducts(feed)
        : new Moa(contestant.substring("moa ".length()), feed);
  }

  @Override
  public void start() throws InterruptedException {
    try (TopicAdmin admin = new TopicAdmin(settings)) {
      admin.create(topics, 1, (short) -1);
    }
    streams.start();
    if (!settled.await(60, TimeUnit.SECONDS) || failure.get() != null) {
      throw new IllegalStateException("the topology does not run", failure.get());
    }
  }

  @Override
  public Throwable failure() {
    return failure.get();
  }

  @Override
  public void close() {
    streams.close(Duration.ofSeconds(30));
  }

  private static final class DotProducts implements Answer {
    private final double[][] weights;

    DotProducts(Feed feed) {
      weights = new double[feed.tasks()][feed.features()];
      for (double[] w : weights) {
        Arrays.fill(w, 0.125);
      }
    }

    @Override
    public void to(Row row, float[][] outputs) {
      for (int k = 0; k < weights.length; k++) {
        double[] w = weights[k];
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
          sum += w[i] * row.numbers[i];
        }
        outputs[k][0] = (float) sum;
      }
    }
  }

  private static final class Moa implements Answer {
    private final MoaLearner[] learners;

    Moa(String name, Feed feed) {
      learners = new MoaLearner[feed.tasks()];
      for (int k = 0; k < learners.length; k++) {
        learners[k] = MoaLearner.of(name, feed.features(), Shape.binary(k));
      }
    }

    @Override
    public void to(Row row, float[][] outputs) {
      for (int k = 0; k < learners.length; k++) {
        outputs[k][0] = (float) learners[k].predict(row.numbers);
        learners[k].learn(row.numbers, row.labels[k]);
      }
    }
  }

  private static final class AnswerProcessor implements Processor<byte[], byte[], byte[], Said> {
    private final EventDecoder decoder;
    private final Answer answer;
    private final Row row;
    private final Prediction prediction;
    private final Said said = new Said();
    private ProcessorContext<byte[], Said> context;

    AnswerProcessor(Pipeline pipeline, RegistryClient registry, Answer answer) {
      this.decoder = EventDecoder.events(pipeline, registry, EventDecoder.MAX_BYTES);
      this.answer = answer;
      row = decoder.newRow();
      int[] widths = new int[pipeline.tasks().size()];
      Arrays.fill(widths, 1);
      prediction = new Prediction(widths);
    }

    @Override
    public void init(ProcessorContext<byte[], Said> processorContext) {
      context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      RecordMetadata at = context.recordMetadata().orElseThrow();
      try {
        decoder.decode(record.value(), row);
      } catch (RejectedException e) {
        throw new IllegalStateException("the feed is wrong", e);
      }
      answer.to(row, prediction.outputs);
      prediction.step++;
      context.forward(
          record.withValue(
              said.set(
                  decoder.id(),
                  decoder.time(),
                  at.topic(),
                  at.partition(),
                  at.offset(),
                  false,
                  prediction)));
    }
  }
}

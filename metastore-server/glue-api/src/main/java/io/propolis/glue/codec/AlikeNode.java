package io.propolis.glue.codec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;

/**
 * An object of a request that is another one but for one text, as the storage descriptors of a
 * hundred partitions are but for their location. Who walks the tree may go by what it made of the
 * model.
 */
public final class AlikeNode extends ObjectNode {
  private static final long serialVersionUID = 1L;

  private final ObjectNode model;
  private final String differing;

  /**
   * @param differing the member that has this text and not the model's
   */
  AlikeNode(ObjectNode model, String differing, String text) {
    super(JsonNodeFactory.instance, new LinkedHashMap<>(2 * model.size()));
    setAll(model);
    put(differing, text);
    this.model = model;
    this.differing = differing;
  }

  /** One object for all that are like it. */
  public ObjectNode model() {
    return model;
  }

  /** The member that the model may have another text in. */
  public String differing() {
    return differing;
  }
}

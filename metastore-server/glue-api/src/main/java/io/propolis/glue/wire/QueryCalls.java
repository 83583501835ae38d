package io.propolis.glue.wire;

import io.propolis.glue.GlueSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The calls of STS and IAM that clients of Glue make to learn who they are, in AWS's query protocol
 * (a form in, XML out).
 */
final class QueryCalls {
  private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]{1,64}");

  private static final String IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:aws:iam::%1$s:user/%2$s</Arn>
          <UserId>%2$s</UserId>
          <Account>%1$s</Account>
        </GetCallerIdentityResult>
        <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata>
      </GetCallerIdentityResponse>
      """;

  private static final String ROLE_REPLY =
      """
      <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
        <GetRoleResult>
          <Role>
            <Path>/</Path>
            <RoleName>%2$s</RoleName>
            <RoleId>%2$s</RoleId>
            <Arn>arn:aws:iam::%1$s:role/%2$s</Arn>
            <CreateDate>1970-01-01T00:00:00Z</CreateDate>
            <AssumeRolePolicyDocument>%%7B%%7D</AssumeRolePolicyDocument>
          </Role>
        </GetRoleResult>
        <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata>
      </GetRoleResponse>
      """;

  private static final String ERROR =
      """
      <ErrorResponse>
        <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
        <RequestId>%s</RequestId>
      </ErrorResponse>
      """;

  private final GlueSettings settings;

  QueryCalls(GlueSettings settings) {
    this.settings = settings;
  }

  HttpReply answer(String id, String user, byte[] body) {
    var form = form(new String(body, StandardCharsets.UTF_8));
    var action = form.getOrDefault("Action", "");
    return switch (action) {
      case "GetCallerIdentity" ->
          xml(
              200,
              id,
              IDENTITY.formatted(
                  settings.accountId(), escaped(user.isEmpty() ? "anonymous" : user), id));
      case "GetRole" -> role(id, form.getOrDefault("RoleName", ""));
      default -> error(400, id, "InvalidAction", "Could not find operation " + action);
    };
  }

  /** Every role is there: the server knows no roles that one could not take. */
  private HttpReply role(String id, String name) {
    return ROLE.matcher(name).matches()
        ? xml(200, id, ROLE_REPLY.formatted(settings.accountId(), escaped(name), id))
        : error(400, id, "ValidationError", "RoleName is not valid: " + name);
  }

  static HttpReply failure(String id, GlueException e) {
    var type = e.error().type();
    var code = type.substring(0, type.length() - "Exception".length());
    return error(403, id, code, String.valueOf(e.getMessage()));
  }

  private static HttpReply error(int status, String id, String code, String message) {
    return xml(status, id, ERROR.formatted(code, escaped(message), id));
  }

  private static HttpReply xml(int status, String id, String text) {
    return HttpReply.text(status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", id), text);
  }

  private static Map<String, String> form(String text) {
    var form = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          form.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          form.put(pair.substring(0, equals), ""); // not encoded as forms are
        }
      }
    }
    return form;
  }

  private static String escaped(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '"' -> safe.append("&quot;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '?' : c);
      }
    }
    return safe.toString();
  }
}

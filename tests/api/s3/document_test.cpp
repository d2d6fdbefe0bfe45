#include "api/s3/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/s3/s3_error.h"

namespace sempurna::s3 {
namespace {

using testing::HasSubstr;

std::string repeated(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// Why a document is refused; empty: it is not.
std::string refusal(const std::string& xml, const DocumentLimits& limits = kSettingDocument) {
  try {
    parse_document(xml, "Delete", limits);
  } catch (const S3Error& error) {
    EXPECT_EQ(error.code_name(), "MalformedXML");
    return error.what();
  }
  return "";
}

TEST(Document, TakesTheLargestThatS3Knows) {
  const std::string object = "\n  <Object>\n    <Key>" + std::string(1024, '=') +
                             "</Key>\n    <VersionId>null</VersionId><ETag>&quot;e\"</ETag>"
                             "<LastModifiedTime>t</LastModifiedTime><Size>1</Size>\n  </Object>";
  EXPECT_EQ(refusal("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
                        repeated(object, 1000) + "<Quiet>true</Quiet></Delete>",
                    kKeysDocument),
            "");
  const std::string part =
      "<Part><PartNumber>10000</PartNumber><ETag>e</ETag><ChecksumCRC32>a</ChecksumCRC32>"
      "<ChecksumSHA256>a</ChecksumSHA256></Part>";
  EXPECT_EQ(refusal("<Delete>" + repeated(part, 10000) + "</Delete>", kPartsDocument), "");
}

TEST(Document, HasFewNodesHoweverShortTheyAreWritten) {
  const std::string many = "it has over 25000 elements, texts and attributes";
  for (const char* node : {"<a/>", "<a>", "<a></a>", "</a>", "<!---->", "<![CDATA[x]]>", "<?a?>",
                           "x<a/>", "<!-- \" --><a/>", "< "}) {
    EXPECT_THAT(refusal("<Delete>" + repeated(node, 30000) + "</Delete>", kKeysDocument),
                HasSubstr(many))
        << node;
  }
  for (const char* attribute : {" a=''", " a = \"\"", "\na=\n''"}) {
    EXPECT_THAT(refusal("<Delete" + repeated(attribute, 30000) + "/>", kKeysDocument),
                HasSubstr(many))
        << attribute;
  }
}

TEST(Document, HasNoMoreBytesThanItsOperationNeeds) {
  const auto with = [](size_t bytes) { return "<Delete>" + std::string(bytes, 'x') + "</Delete>"; };
  EXPECT_EQ(refusal(with(60000)), "");
  EXPECT_THAT(refusal(with(70000)), HasSubstr("it has over 65536 bytes"));
}

}  // namespace
}  // namespace sempurna::s3

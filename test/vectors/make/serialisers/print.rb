# Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails.
require 'json'

WAYS = {
  'ruby-generate' => ->(body) { JSON.generate(body) },
  'ruby-pretty-generate-old' => ->(body) { JSON.pretty_generate(body) },
  'ruby-inspect' => ->(body) { body.inspect },
}

Dir.children(ARGV[0]).sort.each do |name|
  WAYS.each do |id, print|
    text = print.call(JSON.parse(File.read(File.join(ARGV[0], name), encoding: 'UTF-8')))
    output = text.valid_encoding? ? [text].pack('m0') : '-'
  rescue JSON::ParserError, JSON::GeneratorError
    output = '-'
  ensure
    puts "#{name}\t#{id}\t#{output}"
  end
end

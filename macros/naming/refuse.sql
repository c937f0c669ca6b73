{#
    Every refusal of the package has this form, so that people and the runner read the same text.
    `code` is the class of the refusal; the runner turns it into its exit code.
#}
{% macro refuse(step, what, next, prod="unchanged", code="config") %}
    {%- do exceptions.raise_compiler_error(
        "wap." ~ step ~ ": " ~ what ~ "\nprod: " ~ prod ~ "\nnext: " ~ next ~ "\ncode: " ~ code
    ) -%}
{% endmacro %}

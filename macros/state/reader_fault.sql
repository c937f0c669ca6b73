{#
    Return why a run can never be published, as a sentence, if a role that only reads prod built it; otherwise none. Its
    relations belong to that role, and functions and sequences of prod are missing from its schemas. Pure.
#}
{% macro reader_fault(run) %}
    {%- set role = run["options"].get("reads_only") -%}
    {%- if role -%}
        {%- do return("this candidate cannot be published: " ~ role ~ ", which built it, does not own prod") -%}
    {%- endif -%}
{% endmacro %}
